package io.github.convexheads.bench.export;

import io.github.convexheads.api.error.InvalidInputException;

/** Constants of an exported network as float32, or a refusal where they are none. */
public final class SinglePrecision {
  private SinglePrecision() {}

  /**
   * Rounds constants to float32.
   *
   * @param values the constants; where one is plus or minus {@link Double#MAX_VALUE}, a bound that
   *     nothing reaches, it becomes the largest float
   * @return as many floats
   * @throws InvalidInputException if one is too large for a float, or all are so small that their
   *     digits are lost
   */
  public static float[] of(double[] values) {
    float[] rounded = new float[values.length];
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      boolean unbounded = Math.abs(values[i]) == Double.MAX_VALUE;
      rounded[i] =
          unbounded ? Math.copySign(Float.MAX_VALUE, (float) values[i]) : (float) values[i];
      if (Float.isInfinite(rounded[i])) {
        throw refused(values[i]);
      }
      largest = Math.max(largest, Math.abs(values[i]));
    }
    if (largest > 0 && largest < Float.MIN_NORMAL) {
      throw refused(largest);
    }
    return rounded;
  }

  private static InvalidInputException refused(double value) {
    return new InvalidInputException(
        "the head has a constant of %s, which float32 does not hold; export it with --precision float64"
            .formatted(value));
  }
}
