package io.github.convexheads.bench.path;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Samples dealt into folds for cross-validation. With labels every class is spread over the folds
 * as evenly as possible; a sample of several classes, as with one label a token or a set of labels,
 * is dealt by its rarest.
 *
 * @param assignment the fold of every sample
 * @param count the number of folds
 * @param rare how many samples each class has that has fewer than there are folds, as text
 */
public record Folds(List<Integer> assignment, int count, List<String> rare) {
  private static final int SHOWN = 5;

  /** Copies the lists. */
  public Folds {
    assignment = List.copyOf(assignment);
    rare = List.copyOf(rare);
  }

  /**
   * Deals samples into folds.
   *
   * @param targets the targets
   * @param count the number of folds, 2 to n
   * @param seed the seed of the shuffle
   * @return the folds
   * @throws InvalidInputException if there are fewer samples than folds, or no class has a second
   *     sample, so that no fold could be measured
   */
  public static Folds of(Targets targets, int count, long seed) {
    int n = targets.samples();
    if (count < 2 || count > n) {
      throw new InvalidInputException(
          "--folds %s of %s samples is not possible; allowed: 2 to %s".formatted(count, n, n));
    }
    SampleClasses classes = SampleClasses.of(targets);
    int[] samples = classes.samples();
    if (samples.length > 0 && IntStream.of(samples).allMatch(s -> s < 2)) {
      throw new InvalidInputException(
          "%d samples of %d classes, none of which has two, cannot be cross-validated: no class of a fold that is held out would be known from the others. If the labels are values, set loss.type = squared"
              .formatted(n, IntStream.of(samples).filter(s -> s > 0).count()));
    }
    int[] byClass = byClass(classes, n, seed);
    Integer[] fold = new Integer[n];
    for (int i = 0; i < n; i++) {
      fold[byClass[i]] = i % count;
    }
    return new Folds(List.of(fold), count, rare(targets, samples, count));
  }

  private static List<String> rare(Targets targets, int[] samples, int count) {
    List<String> names = targets.names();
    return IntStream.range(0, samples.length)
        .filter(c -> samples[c] > 0 && samples[c] < count)
        .mapToObj(c -> "%s has %d".formatted(names.isEmpty() ? c : names.get(c), samples[c]))
        .toList();
  }

  /**
   * Warns of classes that have fewer samples than there are folds, so that some fold lacks them;
   * one with a single sample is never both fitted and measured.
   *
   * @return one line; empty where every class is in every fold
   */
  public Optional<String> warning() {
    if (rare.isEmpty()) {
      return Optional.empty();
    }
    String first = rare.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return Optional.of(
        "%d classes have fewer samples than the %d folds (%s%s); scores of folds say little about them"
            .formatted(rare.size(), count, first, rare.size() > SHOWN ? ", ..." : ""));
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

  /** Returns samples in random order, those with the same rarest class together. */
  static int[] byClass(SampleClasses classes, int samples, long seed) {
    return IntStream.of(shuffled(samples, seed))
        .boxed()
        .sorted(Comparator.comparingInt(classes::rarest))
        .mapToInt(Integer::intValue)
        .toArray();
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
