package io.github.convexheads.bench.path;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Samples of which a share is held out; with one label a sample every class is held out in the same
 * share, as nearly as whole samples allow.
 *
 * @param training indices of the samples to fit, ascending
 * @param heldOut indices of the samples that are held out, ascending
 */
public record HoldOut(List<Integer> training, List<Integer> heldOut) {

  /** Copies the lists. */
  public HoldOut {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Deals samples.
   *
   * @param targets the targets
   * @param share the share to hold out, between 0 and 1
   * @param seed the seed of the shuffle
   * @return the parts
   * @throws InvalidInputException if the share is not between 0 and 1, or a part would be empty
   */
  public static HoldOut of(Targets targets, double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException(
          "a share of %s cannot be held out for validation; allowed: between 0 and 1, for example 0.2"
              .formatted(share));
    }
    List<Integer> training = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    int[] order = Folds.byClass(SampleClasses.of(targets), targets.samples(), seed);
    for (int i = 0; i < order.length; i++) {
      boolean out = Math.floor((i + 1) * share) > Math.floor(i * share);
      (out ? heldOut : training).add(order[i]);
    }
    if (training.isEmpty() || heldOut.isEmpty()) {
      throw new InvalidInputException(
          "a share of %s of %d samples leaves %d to fit and %d to hold out; there must be at least one each"
              .formatted(share, order.length, training.size(), heldOut.size()));
    }
    Collections.sort(training);
    Collections.sort(heldOut);
    return new HoldOut(training, heldOut);
  }

  /**
   * Returns the samples to fit.
   *
   * @return indices, ascending
   */
  public int[] trainingSamples() {
    return training.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns the samples that are held out.
   *
   * @return indices, ascending
   */
  public int[] heldOutSamples() {
    return heldOut.stream().mapToInt(Integer::intValue).toArray();
  }
}
