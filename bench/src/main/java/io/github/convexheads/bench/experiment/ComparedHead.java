package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.bench.path.BetaGrid;
import java.util.Map;

/**
 * One head of a comparison.
 *
 * @param name what the table calls it
 * @param configuration head, loss, solver and preprocessing
 * @param path the fractions of beta_max to try, falling
 * @param patience how many further beta are tried after the best one on validation
 * @param searchTolerance the relative gap to which every beta is fitted before one is chosen; 0 for
 *     the solver's own
 */
public record ComparedHead(
    String name, Configuration configuration, BetaGrid path, int patience, double searchTolerance) {

  /** Checks the name, which also names files, and the patience. */
  public ComparedHead {
    ExperimentKeys.requireFileName("head", name);
    if (patience < 1) {
      throw new InvalidInputException(
          "patience = %d is not allowed; allowed: a whole number >= 1".formatted(patience));
    }
    if (!(searchTolerance >= 0 && searchTolerance < 1)) {
      throw new InvalidInputException(
          "search-tolerance = %s is not allowed; allowed: a number from 0, for that of the solver, to below 1"
              .formatted(searchTolerance));
    }
  }

  /** Returns the relative gap that the solver is asked for. */
  double tolerance() {
    return StoppingRule.tolerance(configuration.solver().values(), Map.of());
  }

  /** Says whether beta are compared by coarser fits than the one that is kept. */
  boolean searchesCoarsely() {
    return searchTolerance > tolerance();
  }

  /** Returns this head as it is fitted while beta are compared. */
  ComparedHead searching() {
    Configuration.PluginChoice solver = configuration.solver();
    String coarse = Double.toString(searchTolerance);
    return searchesCoarsely()
        ? new ComparedHead(
            name,
            configuration.withSolver(solver.with(StoppingRule.TOLERANCE.key(), coarse)),
            path,
            patience,
            searchTolerance)
        : this;
  }

  /** Returns the activation as it was written. */
  String activation() {
    return configuration.head().values().getOrDefault("activation", "linear");
  }

  /** Returns the configuration with the gates of a seed, where gates are drawn. */
  Configuration seeded(long seed) {
    Configuration.PluginChoice head = configuration.head();
    boolean drawn = !activation().equals("linear") && !head.values().containsKey("gates.file");
    return drawn
        ? configuration.withHead(head.with("gates.seed", Long.toString(seed)))
        : configuration;
  }
}
