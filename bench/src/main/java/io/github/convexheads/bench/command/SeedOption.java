package io.github.convexheads.bench.command;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.program.RandomStarts;
import picocli.CommandLine.Option;

/** The option {@code --seed}: the random numbers that proofs rest on. */
final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = {
        "Repeat the random numbers that bounds of large blocks rest on, from the seed that was"
            + " reported; by default they come from fresh entropy, which nobody knows beforehand."
      })
  private Long seed;

  SeedOption() {}

  /** The random numbers that were asked for. */
  RandomStarts starts() {
    return seed == null ? RandomStarts.fresh() : RandomStarts.repeating(seed);
  }

  /** Hands the seed on, or the one of a model that is fitted again. */
  ConvexHeads on(ConvexHeads builder, Long recorded) {
    Long asked = seed == null ? recorded : seed;
    return asked == null ? builder : builder.seed(asked);
  }
}
