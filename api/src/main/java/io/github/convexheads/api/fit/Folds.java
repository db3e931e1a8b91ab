package io.github.convexheads.api.fit;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples dealt into folds for cross-validation; with one label a sample, every class is spread
 * over the folds as evenly as possible.
 *
 * @param assignment the fold of every sample
 * @param count the number of folds
 */
public record Folds(List<Integer> assignment, int count) {

  /** Copies the list. */
  public Folds {
    assignment = List.copyOf(assignment);
  }

  /**
   * Deals samples into folds.
   *
   * @param targets the targets
   * @param count the number of folds, 2 to n
   * @param seed the seed of the shuffle
   * @return the folds
   * @throws InvalidInputException if there are fewer samples than folds
   */
  public static Folds of(Targets targets, int count, long seed) {
    int n = targets.samples();
    if (count < 2 || count > n) {
      throw new InvalidInputException(
          "%d folds of %d samples; there must be 2 to %d".formatted(count, n, n));
    }
    int[] byClass = byClass(targets, seed);
    Integer[] fold = new Integer[n];
    for (int i = 0; i < n; i++) {
      fold[byClass[i]] = i % count;
    }
    return new Folds(List.of(fold), count);
  }

  /**
   * Returns the samples that train when a fold is held out.
   *
   * @param fold the fold
   * @return indices of samples, ascending
   */
  public int[] training(int fold) {
    return IntStream.range(0, assignment.size()).filter(i -> assignment.get(i) != fold).toArray();
  }

  /**
   * Returns the samples of a fold.
   *
   * @param fold the fold
   * @return indices of samples, ascending
   */
  public int[] heldOut(int fold) {
    return IntStream.range(0, assignment.size()).filter(i -> assignment.get(i) == fold).toArray();
  }

  /** Returns samples in random order, those of a class together where there is one a sample. */
  static int[] byClass(Targets targets, long seed) {
    int[] order = shuffled(targets.samples(), seed);
    if (targets instanceof ClassLabels labels && targets.positions() == 1) {
      return IntStream.of(order)
          .boxed()
          .sorted(Comparator.comparingInt(labels::label))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    return order;
  }

  /** Fisher and Yates (1938). */
  private static int[] shuffled(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
