package io.github.convexheads.api.internal.format;

/**
 * IEEE 754 binary16: one sign bit, five exponent bits, ten fraction bits.
 *
 * <p>Java 17 has no conversion of its own ({@code Float.float16ToFloat} came with 20).
 */
final class Float16 {

  /** The largest finite value. */
  static final double MAX_VALUE = 65504;

  /** From here on, the nearest value is infinity: halfway between 65504 and 2^16. */
  private static final double OVERFLOW = 65520;

  private static final double MIN_NORMAL = 0x1p-14;

  private Float16() {}

  /**
   * The value of a binary16 pattern, exact; NaN for every NaN pattern.
   *
   * <p>The ten fraction bits and the exponent are moved to where a float has them; multiplying by
   * 2^(127-15) mends the exponent bias, subnormal numbers included.
   */
  static float toFloat(short half) {
    int magnitude = (half & 0x7fff) << 13;
    float value =
        magnitude < 0x0f800000
            ? Float.intBitsToFloat(magnitude) * 0x1p112f
            : Float.intBitsToFloat(magnitude | 0x7f800000);
    return half < 0 ? -value : value;
  }

  /**
   * The binary16 pattern nearest to a value, ties to even; infinity from 65520 on, one quiet NaN.
   *
   * <p>Rounding is done once, straight from the 53 bits of a double, so that nothing is rounded
   * twice on the way through float.
   */
  static short fromDouble(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    double magnitude = Math.abs(value);
    if (!(magnitude < OVERFLOW)) {
      return (short) (sign | (Double.isNaN(value) ? 0x7e00 : 0x7c00));
    }
    if (magnitude < MIN_NORMAL) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    long bits = Double.doubleToRawLongBits(magnitude) - ((1023L - 15) << 52);
    long halfUnit = (1L << 41) - 1 + ((bits >>> 42) & 1);
    return (short) (sign | (int) ((bits + halfUnit) >>> 42));
  }
}
