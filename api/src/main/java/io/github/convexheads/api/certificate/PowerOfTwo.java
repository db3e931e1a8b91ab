package io.github.convexheads.api.certificate;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Vectors;

/**
 * Powers of two that bring numbers near 1, so that their squares neither overflow nor, which would
 * make an upper bound too low, underflow. Dividing by one rounds nothing.
 */
final class PowerOfTwo {
  private static final double LEAST = 0x1p-1000;

  private PowerOfTwo() {}

  /** Returns a power of two near the largest absolute value; 1 where all values are 0. */
  static double near(double[] values) {
    return near(Vectors.largest(values));
  }

  /** Returns a power of two near the largest absolute value of a gradient; 1 for 0. */
  static double near(double largest) {
    if (!Double.isFinite(largest)) {
      throw new InvalidInputException(
          "a gradient holds "
              + largest
              + ": tokens or targets are too large to compute with; divide them by their size, or"
              + " set preprocess.standardize = true");
    }
    return largest == 0 ? 1 : Math.max(LEAST, Math.scalb(1.0, Math.getExponent(largest)));
  }

  /** Returns the values divided by a power of two. */
  static double[] divided(double[] values, double power) {
    if (power == 1) {
      return values;
    }
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] / power;
    }
    return scaled;
  }
}
