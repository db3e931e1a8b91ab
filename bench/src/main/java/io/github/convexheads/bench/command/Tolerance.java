package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.solver.StoppingRule;

/** The relative gap that a configuration asks for. */
final class Tolerance {
  private Tolerance() {}

  static double of(Configuration configuration) {
    String key = StoppingRule.TOLERANCE.key();
    String text =
        configuration.solver().values().getOrDefault(key, StoppingRule.TOLERANCE.defaultText());
    return StoppingRule.TOLERANCE.parse(
        text, configuration.solver().origins().getOrDefault(key, ""));
  }
}
