package io.github.convexheads.api.internal.format;

/**
 * The bfloat16 of machine learning: the upper 16 bits of an IEEE 754 binary32, one sign bit, eight
 * exponent bits, seven fraction bits.
 */
final class BrainFloat16 {

  /** The largest finite value, (2 - 2^-7) 2^127. */
  static final double MAX_VALUE = 0x1.fep127;

  /** A double has 52 fraction bits, 45 more than bfloat16. */
  private static final int SPARE_BITS = 45;

  private static final double MIN_NORMAL = 0x1p-126;

  private BrainFloat16() {}

  /** The value of a pattern, exact; NaN for every NaN pattern. */
  static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }

  /**
   * The pattern nearest to a value, ties to even; infinity from halfway beyond the largest on, one
   * quiet NaN. Rounded once, straight from the bits of a double.
   */
  static short fromDouble(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      return (short) (sign | 0x7fc0);
    }
    if (magnitude < MIN_NORMAL) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p133));
    }
    if (magnitude >= 0x1p128) {
      return (short) (sign | 0x7f80);
    }
    long bits = Double.doubleToRawLongBits(magnitude) - ((1023L - 127) << 52);
    long halfUnit = (1L << (SPARE_BITS - 1)) - 1 + ((bits >>> SPARE_BITS) & 1);
    return (short) (sign | (int) ((bits + halfUnit) >>> SPARE_BITS));
  }
}
