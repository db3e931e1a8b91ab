package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.data.MissingClasses;
import io.github.convexheads.bench.data.RareClasses;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of the token sets that heads are compared on.
 *
 * @param name its name; empty for the set of an experiment that has only one, without a name
 * @param data its samples
 */
public record TokenSet(String name, ExperimentData data) {
  /**
   * Says whether the set has a name.
   *
   * @return true if it is one of those that an experiment names
   */
  public boolean named() {
    return !name.isEmpty();
  }

  /**
   * Returns a warning of classes that no sample to fit and validate has, or hardly one.
   *
   * @return one line that begins with the name, where the set has one
   */
  public Optional<String> warning() {
    Targets targets = data.training().targets();
    return MissingClasses.warning(targets)
        .or(() -> RareClasses.warning(targets))
        .map(line -> named() ? "token set %s: %s".formatted(name, line) : line);
  }

  /** Does some work whose refusals begin with what they are about, where it has a name. */
  static <T> T about(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      throw what.isEmpty() ? e : new InvalidInputException(what + ": " + e.getMessage(), e);
    }
  }

  /** Returns a line on its size, such as {@code name: 16 tokens x 64 features, 9 to fit, ...}. */
  String title() {
    TokenShape shape = data.training().tokens().shape();
    return "%s: %d tokens x %d features, %d to fit, %d to validate, %d to test"
        .formatted(
            name,
            shape.tokens(),
            shape.features(),
            data.training().tokens().samples() - data.validation(),
            data.validation(),
            data.test().tokens().samples());
  }
}
