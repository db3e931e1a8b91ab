package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;

/** Provides {@link InteriorPointSolver} as {@code interior-point}. */
public final class InteriorPointProvider implements SolverProvider {
  /** Operations of an iteration, about a tenth of a second, up to which it is the best choice. */
  private static final double CHEAP = 5e9;

  /** Creates the provider. */
  public InteriorPointProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "interior-point";
  }

  @Override
  public String description() {
    return "Primal-dual interior point on the semidefinite form: small programs, to 1e-9 in tens of"
        + " iterations; exact relu with one output.";
  }

  @Override
  public List<Setting<?>> settings() {
    return StoppingRule.SETTINGS;
  }

  @Override
  public Solver create(Settings settings) {
    return new InteriorPointSolver(StoppingRule.of(settings));
  }

  @Override
  public double preference(ConvexProgram program) {
    return MemoryPlan.of(program).operations() <= CHEAP ? 6 : 0.5;
  }

  @Override
  public String capabilities() {
    return "nuclear norm, and the constrained nuclear norm of relu with one output column; any loss;"
        + " any number of blocks; as large as memory holds its Newton system";
  }
}
