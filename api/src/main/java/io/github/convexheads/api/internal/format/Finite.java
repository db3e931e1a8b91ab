package io.github.convexheads.api.internal.format;

import java.util.function.LongFunction;

/** The check that no value is NaN or infinite. */
final class Finite {

  private Finite() {}

  /**
   * Refuses NaN and infinity, naming the position of the first.
   *
   * @param name where the values come from, as messages name it
   * @param values all elements in C order
   * @param shape their shape, whose product is {@code values.length}
   * @throws FormatException if a value is not finite, such as {@code tokens.npy: value at [3, 0, 7]
   *     is NaN; every value must be finite}
   */
  static void require(String name, double[] values, Shape shape) {
    require(name, values, values.length, shape::position);
  }

  /**
   * Refuses NaN and infinity, naming the position of the first.
   *
   * @param name where the values come from, as messages name it
   * @param values all elements in C order
   * @param shape their shape, whose product is {@code values.length}
   * @throws FormatException if a value is not finite
   */
  static void require(String name, float[] values, Shape shape) {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
        throw refused(name, values[i], shape.position(i));
      }
    }
  }

  /** Checks the first {@code count} values. */
  static void require(String name, double[] values, int count, LongFunction<String> place) {
    for (int i = 0; i < count; i++) {
      if (!(Math.abs(values[i]) <= Double.MAX_VALUE)) {
        throw refused(name, values[i], place.apply(i));
      }
    }
  }

  private static FormatException refused(String name, double value, String position) {
    return new FormatException(
        name, "value at " + position + " is " + value + "; every value must be finite");
  }
}
