package io.github.convexheads.api.internal.preprocess;

import org.apiguardian.api.API;

/**
 * Layer norm of one token (Ba, Kiros and Hinton, 2016): (x - mean(x)) / sqrt(var(x) + epsilon).
 * Features whose squares overflow are multiplied by a power of two before, which rounds nothing and
 * which the ratio does not depend on.
 */
@API(status = API.Status.INTERNAL)
public final class LayerNorm {
  /** Squares of numbers below 2^500, and sums of many, are far from overflow. */
  private static final int LARGE = 500;

  private LayerNorm() {}

  /**
   * Normalises the features of a token.
   *
   * @param from finite values
   * @param at where the d values of the token begin
   * @param into takes d values; not {@code from}
   * @param epsilon what is added to the variance, at least 0
   */
  public static void apply(double[] from, int at, double[] into, double epsilon) {
    int d = into.length;
    double largest = 0;
    for (int k = 0; k < d; k++) {
      largest = Math.max(largest, Math.abs(from[at + k]));
    }
    int exponent = Math.getExponent(largest);
    double unit = exponent > LARGE ? Math.scalb(1.0, -exponent) : 1;
    double mean = 0;
    for (int k = 0; k < d; k++) {
      mean += unit * from[at + k] / d;
    }
    double variance = 0;
    for (int k = 0; k < d; k++) {
      into[k] = unit * from[at + k] - mean;
      variance += into[k] * into[k] / d;
    }
    double deviation = Math.sqrt(variance + epsilon * unit * unit);
    for (int k = 0; k < d; k++) {
      into[k] = deviation == 0 ? 0 : into[k] / deviation;
    }
  }
}
