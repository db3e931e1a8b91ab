package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.InvalidInputException;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.configuration.PluginChoice;
import io.github.convexheads.api.fit.RegularizationPath;

/**
 * One head of a comparison.
 *
 * @param name what the table calls it
 * @param configuration head, loss, solver and preprocessing
 * @param path the fractions of beta_max to try, falling
 * @param patience how many further beta are tried after the best one on validation
 */
public record Contender(
    String name, Configuration configuration, RegularizationPath path, int patience) {

  /** Checks the name, which also names files, and the patience. */
  public Contender {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new InvalidInputException(
          "head name '%s' is not allowed; it names files: letters, digits, dots, dashes"
              .formatted(name));
    }
    if (patience < 1) {
      throw new InvalidInputException(
          "patience = %d is not allowed; allowed: a whole number >= 1".formatted(patience));
    }
  }

  /** Returns the activation as it was written. */
  String activation() {
    return configuration.head().values().getOrDefault("activation", "linear");
  }

  /** Returns the configuration with the gates of a seed, where gates are drawn. */
  Configuration seeded(long seed) {
    PluginChoice head = configuration.head();
    boolean drawn = !activation().equals("linear") && !head.values().containsKey("gates.file");
    return drawn
        ? configuration.withHead(head.with("gates.seed", Long.toString(seed)))
        : configuration;
  }
}
