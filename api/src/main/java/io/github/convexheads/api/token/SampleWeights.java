package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;

/**
 * How much each sample counts: w_i >= 0 with sum n, so that equal weights are all 1, or the weights
 * of a part of such samples.
 *
 * @param values n weights; empty where every sample counts 1
 */
record SampleWeights(double[] values) {
  /** Every sample counts 1. */
  static final SampleWeights EQUAL = new SampleWeights(new double[0]);

  /** What a sum of weights may differ from n, relative to it, without being scaled. */
  private static final double ROUNDING = 1e-9;

  /** Checks weights of n samples and scales them to sum n. */
  static SampleWeights of(double[] weights, int samples) {
    require(weights, samples);
    double sum = Arrays.stream(weights).sum();
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "weights with sum %s; at least one must be positive, and the sum finite".formatted(sum));
    }
    if (Double.isInfinite(samples / sum)) {
      throw new InvalidInputException(
          "weights with sum %s, too little to be scaled to sum n = %s in double precision; multiply them"
              .formatted(sum, samples));
    }
    double scale = Math.abs(sum - samples) <= ROUNDING * samples ? 1 : samples / sum;
    return new SampleWeights(Arrays.stream(weights).map(w -> w * scale).toArray());
  }

  /** Checks weights of n samples that are a part of others, and takes them as they are. */
  static SampleWeights ofPart(double[] weights, int samples) {
    require(weights, samples);
    return new SampleWeights(weights.clone());
  }

  private static void require(double[] weights, int samples) {
    if (weights.length != samples) {
      throw new InvalidInputException(
          "%s weights for %s samples; there must be one weight a sample"
              .formatted(weights.length, samples));
    }
    for (int i = 0; i < samples; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "weight %s of sample %s; a weight must be a finite number >= 0"
                .formatted(weights[i], i));
      }
    }
  }

  boolean equal() {
    return values.length == 0;
  }

  double of(int sample) {
    return equal() ? 1 : values[sample];
  }

  /** Weights of some samples, as they are: those of a part need not have a mean of 1. */
  SampleWeights select(int... samples) {
    return equal()
        ? this
        : new SampleWeights(Arrays.stream(samples).mapToDouble(i -> values[i]).toArray());
  }
}
