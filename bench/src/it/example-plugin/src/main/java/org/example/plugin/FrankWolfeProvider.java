package org.example.plugin;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;

/** Provides {@link FrankWolfe} as {@code frank-wolfe}. */
public final class FrankWolfeProvider implements SolverProvider {

  /** For {@link java.util.ServiceLoader}. */
  public FrankWolfeProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "frank-wolfe";
  }

  @Override
  public String description() {
    return "Frank-Wolfe: adds the leading singular pair of the gradient, then shrinks";
  }

  @Override
  public String capabilities() {
    return "nuclear norm; any loss; blocks that fit in memory";
  }

  @Override
  public List<Setting<?>> settings() {
    return StoppingRule.SETTINGS;
  }

  @Override
  public Solver create(Settings settings) {
    return new FrankWolfe(StoppingRule.of(settings));
  }
}
