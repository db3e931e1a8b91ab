package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/**
 * Which samples of the training files of an experiment a head was fitted on, as its record tells.
 *
 * @param samples the number of samples of the files
 * @param test how many at their end only the table sees
 * @param validation how many of the others choose beta
 * @param seed by which these are drawn
 */
public record ExperimentSplit(int samples, int test, int validation, long seed) {
  private static final String PREFIX = "split.experiment.";
  private static final String SAMPLES = PREFIX + "samples";
  private static final String TEST = PREFIX + "test";
  private static final String VALIDATION = PREFIX + "validation";
  private static final String SEED = PREFIX + "seed";

  /** Checks the sizes. */
  public ExperimentSplit {
    if (!(test >= 0 && validation >= 0 && (long) test + validation < samples)) {
      throw new InvalidInputException(
          "a split of %d samples into %d for validation and %d to test leaves none to fit"
              .formatted(samples, validation, test));
    }
  }

  /** What a record keeps. */
  Map<String, String> facts() {
    return Map.of(
        SAMPLES,
        Integer.toString(samples),
        TEST,
        Integer.toString(test),
        VALIDATION,
        Integer.toString(validation),
        SEED,
        Long.toString(seed));
  }

  /**
   * Says whether a fact of a record is one of these.
   *
   * @param key its key
   * @return whether a split is recorded under it
   */
  public static boolean isFact(String key) {
    return key.startsWith(PREFIX);
  }

  /**
   * Returns the split of a head's record.
   *
   * @param head a fitted head
   * @return the split; none where no experiment fitted the head
   * @throws InvalidInputException if the record holds no such numbers
   */
  public static Optional<ExperimentSplit> of(FittedHead head) {
    Map<String, String> facts = head.provenance().extra();
    if (!facts.containsKey(SAMPLES)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ExperimentSplit(
              Integer.parseInt(facts.get(SAMPLES)),
              Integer.parseInt(facts.getOrDefault(TEST, "")),
              Integer.parseInt(facts.getOrDefault(VALIDATION, "")),
              Long.parseLong(facts.getOrDefault(SEED, ""))));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "the model's record of its split must be whole numbers: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the samples that were fitted.
   *
   * @param targets the targets of the files
   * @return indices in the order of the files; none where these are not as many samples
   */
  public Optional<int[]> fitted(Targets targets) {
    return targets.samples() == samples ? Optional.of(part(false)) : Optional.empty();
  }

  /** The samples that choose beta, or those that are fitted, in the order of the files. */
  int[] part(boolean validating) {
    int[] order = MathArrays.natural(samples - test);
    MathArrays.shuffle(order, new Well19937c(seed));
    int[] part =
        validating
            ? Arrays.copyOfRange(order, 0, validation)
            : Arrays.copyOfRange(order, validation, order.length);
    Arrays.sort(part);
    return part;
  }
}
