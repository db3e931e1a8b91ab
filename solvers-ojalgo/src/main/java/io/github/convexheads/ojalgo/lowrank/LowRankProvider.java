package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.List;

/** Provides {@link LowRankSolver} as {@code low-rank}. */
public final class LowRankProvider implements SolverProvider {
  /** Creates the provider. */
  public LowRankProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "low-rank";
  }

  @Override
  public String description() {
    return "Few components u v^T, found one round after another and proven enough by the certificate;"
        + " for problems of any size.";
  }

  @Override
  public List<Setting<?>> settings() {
    return LowRankSettings.all();
  }

  @Override
  public Solver create(Settings settings) {
    return new LowRankSolver(LowRankSettings.of(settings));
  }

  @Override
  public double preference(ConvexProgram program) {
    return 8;
  }

  @Override
  public String capabilities() {
    return "nuclear norm (for exact relu use cone-descent); any loss; any number of blocks; any size;"
        + " beta > 0";
  }
}
