package io.github.convexheads.bench.data;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The warning of labels that look like numbers of samples: more than half of them are different.
 */
public final class RareClasses {
  private static final int FEWEST_LABELS = 4;

  private RareClasses() {}

  /**
   * Says how many classes there are for how many labels.
   *
   * @param targets training targets
   * @return one line; empty where classes have two labels and more on average, where there are
   *     hardly any labels, or no classes
   */
  public static Optional<String> warning(Targets targets) {
    if (!(targets instanceof ClassLabels labels)) {
      return Optional.empty();
    }
    int[] counts = labels.counts();
    long all = Arrays.stream(counts).asLongStream().sum();
    long different = Arrays.stream(counts).filter(count -> count > 0).count();
    long single = Arrays.stream(counts).filter(count -> count == 1).count();
    return all < FEWEST_LABELS || 2 * different <= all
        ? Optional.empty()
        : Optional.of(
            "%s labels are %s different classes, and %s of these have one label alone: are they numbers or names of samples? Classes are learned from several samples each"
                .formatted(all, different, single));
  }
}
