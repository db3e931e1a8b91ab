package io.github.convexheads.admm;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import java.util.List;

/** Provides {@link AdmmSolver} as {@code admm}. */
public final class AdmmProvider implements SolverProvider {

  /** Creates the provider. */
  public AdmmProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "admm";
  }

  @Override
  public String description() {
    return "Alternating direction method of multipliers with Anderson acceleration,"
        + " in consensus over shards of samples.";
  }

  @Override
  public List<Setting<?>> settings() {
    return AdmmSettings.ALL;
  }

  @Override
  public String capabilities() {
    return "nuclear norm, and the constrained nuclear norm of relu with one output column; any loss;"
        + " any number of blocks; as large as memory holds dense blocks";
  }

  @Override
  public Solver create(Settings settings) {
    return new AdmmSolver(AdmmSettings.of(settings));
  }
}
