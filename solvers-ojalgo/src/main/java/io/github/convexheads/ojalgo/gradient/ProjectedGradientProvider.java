package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.List;

/** Provides {@link ProjectedGradientSolver} as {@code projected-gradient}. */
public final class ProjectedGradientProvider implements SolverProvider {

  /** Creates the provider. */
  public ProjectedGradientProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "projected-gradient";
  }

  @Override
  public String description() {
    return "Accelerated proximal gradient with adaptive restart and backtracking;"
        + " penalised or on a ball of nuclear norms.";
  }

  @Override
  public List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(StoppingRule.SETTINGS);
    all.add(GradientSettings.RADIUS);
    return List.copyOf(all);
  }

  @Override
  public Solver create(Settings settings) {
    return new ProjectedGradientSolver(GradientSettings.of(settings));
  }

  /**
   * Dense steps are cheap on small blocks and robust everywhere; large ones have better solvers.
   */
  @Override
  public double preference(ConvexProgram program) {
    int side = program.blocks().stream().mapToInt(Block::smallerSide).max().orElse(0);
    return side <= SingularTriplets.DENSE_SIDE ? 5 : 1;
  }

  @Override
  public String capabilities() {
    return "nuclear norm (for exact relu use cone-descent); any loss; any number of blocks; any size";
  }
}
