package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;

/** Provides {@link ConeDescentSolver} as {@code cone-descent}. */
public final class ConeDescentProvider implements SolverProvider {

  /** Creates the provider. */
  public ConeDescentProvider() {}

  @Override
  public String id() {
    return "cone-descent";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String description() {
    return "Exact relu with any number of outputs, by components as low-rank does it: local descent within"
        + " the cones of activation patterns, adding components until none helps; an upper bound from"
        + " the components and a lower one from the certificate.";
  }

  @Override
  public List<Setting<?>> settings() {
    return StoppingRule.SETTINGS;
  }

  @Override
  public Solver create(Settings settings) {
    return new ConeDescentSolver(StoppingRule.of(settings));
  }

  /** Behind interior-point, which is exact where it takes relu. */
  @Override
  public double preference(ConvexProgram program) {
    return 3;
  }

  @Override
  public String capabilities() {
    return "constrained nuclear norm of relu; any loss; any number of outputs; moderate size; beta > 0";
  }
}
