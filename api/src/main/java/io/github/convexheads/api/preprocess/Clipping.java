package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Bounds between which every feature is kept: x becomes max(low, min(high, x)). What lies beyond is
 * an outlier, which attention, cubic in its tokens, would cube.
 */
@API(status = API.Status.STABLE)
public final class Clipping {
  private final double[] low;
  private final double[] high;

  /**
   * Checks and copies bounds.
   *
   * @param low d values, finite
   * @param high d values, finite, none below its lower bound
   * @throws InvalidInputException if a bound is not finite or bounds are crossed
   */
  public Clipping(double[] low, double[] high) {
    if (low.length != high.length) {
      throw new InvalidInputException(
          "there are %s lower and %s upper bounds; there must be one each a feature"
              .formatted(low.length, high.length));
    }
    for (int k = 0; k < low.length; k++) {
      if (!(Double.isFinite(low[k]) && Double.isFinite(high[k]) && low[k] <= high[k])) {
        throw new InvalidInputException(
            "feature %s is clipped to %s..%s; bounds must be finite and in order"
                .formatted(k, low[k], high[k]));
      }
    }
    this.low = low.clone();
    this.high = high.clone();
  }

  /** Returns bounds of some spreads around the median; none that matters for a constant feature. */
  static Clipping around(FeatureSpread found, double spreads) {
    int d = found.median().length;
    double[] low = new double[d];
    double[] high = new double[d];
    for (int k = 0; k < d; k++) {
      double reach = found.spread()[k] > 0 ? spreads * found.spread()[k] : Double.MAX_VALUE;
      low[k] = Math.max(-Double.MAX_VALUE, found.median()[k] - reach);
      high[k] = Math.min(Double.MAX_VALUE, found.median()[k] + reach);
    }
    return new Clipping(low, high);
  }

  /**
   * Returns d.
   *
   * @return the number of features
   */
  public int features() {
    return low.length;
  }

  /**
   * Returns the lower bounds.
   *
   * @return a copy of d values
   */
  public double[] low() {
    return low.clone();
  }

  /**
   * Returns the upper bounds.
   *
   * @return a copy of d values
   */
  public double[] high() {
    return high.clone();
  }

  /** Brings the d values of a token within their bounds. */
  void clip(double[] token) {
    for (int k = 0; k < token.length; k++) {
      token[k] = Math.max(low[k], Math.min(high[k], token[k]));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Clipping that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }
}
