package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.path.HoldOut;
import java.util.Map;
import java.util.Optional;

/**
 * Which samples of its files a head was fitted on where {@code fit --validation} held some out, as
 * its record tells.
 *
 * @param share the share that was held out
 * @param samples the number of samples of the files
 */
record RecordedSplit(double share, int samples) {
  private static final String SHARE = "split.held-out";
  private static final String SAMPLES = "split.samples";

  /** What a record keeps. */
  Map<String, String> facts() {
    return Map.of(SHARE, Double.toString(share), SAMPLES, Integer.toString(samples));
  }

  /** Says whether a fact of a record is one of these. */
  static boolean isFact(String key) {
    return key.equals(SHARE) || key.equals(SAMPLES);
  }

  /** Returns the split of a head's record, if there was one. */
  static Optional<RecordedSplit> of(FittedHead head) {
    Map<String, String> facts = head.provenance().extra();
    if (!facts.containsKey(SHARE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordedSplit(
              Double.parseDouble(facts.get(SHARE)),
              Integer.parseInt(facts.getOrDefault(SAMPLES, ""))));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "the model's record has %s = %s and %s = %s; they must be numbers"
              .formatted(SHARE, facts.get(SHARE), SAMPLES, facts.get(SAMPLES)),
          e);
    }
  }

  /** Returns the samples that were fitted, if these are as many as the whole files had. */
  Optional<int[]> training(Targets targets) {
    return targets.samples() == samples
        ? Optional.of(HoldOut.of(targets, share, PathOptions.SPLIT_SEED).trainingSamples())
        : Optional.empty();
  }
}
