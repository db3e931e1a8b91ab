package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.Shape;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.internal.format.StoredText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The values of a file of targets as they are stored, before it is clear what they mean. Exactly
 * one of the three kinds of values is there.
 *
 * @param name the file, for messages
 * @param type what the elements are, for messages
 * @param shape the sizes; n first
 * @param whole whole numbers in C order; null for others
 * @param real floating-point numbers in C order; null for others
 * @param text words in C order; null for others
 */
record TargetValues(
    String name, String type, Shape shape, long[] whole, double[] real, List<String> text) {

  /** Reads one array of a file. */
  static TargetValues read(FileArray chosen) {
    if (chosen.holdsText()) {
      StoredText text = chosen.text();
      return new TargetValues(text.name(), "text", column(text.shape()), null, null, text.values());
    }
    StoredArray array = chosen.numbers();
    String type = array.type().toString();
    Shape shape = column(array.shape());
    return array.type().isFloatingPoint()
        ? new TargetValues(array.name(), type, shape, null, array.requireFinite().toDoubles(), null)
        : new TargetValues(array.name(), type, shape, array.toLongs(), null, null);
  }

  /** An n x 1 array is a column of n values. */
  private static Shape column(Shape shape) {
    return shape.rank() == 2 && shape.size(1) == 1 ? Shape.of(shape.size(0)) : shape;
  }

  /** Puts the values of several files one after another. */
  static TargetValues concatenated(List<TargetValues> parts) {
    if (parts.isEmpty()) {
      throw new InvalidInputException("there is no file of targets");
    }
    TargetValues first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    long rows = 0;
    List<Long> rest =
        first.shape.sizes().subList(Math.min(1, first.shape.rank()), first.shape.rank());
    for (TargetValues part : parts) {
      boolean same =
          part.shape.rank() == first.shape.rank()
              && part.shape.sizes().subList(1, part.shape.rank()).equals(rest)
              && (part.whole == null) == (first.whole == null)
              && (part.real == null) == (first.real == null);
      if (part.shape.rank() == 0 || !same) {
        throw new InvalidInputException(
            "%s holds %s %s, but %s holds %s %s; targets of several files must be of one kind"
                .formatted(part.name, part.type, part.shape, first.name, first.type, first.shape));
      }
      rows += part.shape.rows();
    }
    List<Long> sizes = new ArrayList<>(List.of(rows));
    sizes.addAll(rest);
    return new TargetValues(
        first.name + " and others",
        first.type,
        new Shape(sizes),
        first.whole == null
            ? null
            : parts.stream().flatMapToLong(p -> Arrays.stream(p.whole)).toArray(),
        first.real == null
            ? null
            : parts.stream().flatMapToDouble(p -> Arrays.stream(p.real)).toArray(),
        first.text == null ? null : parts.stream().flatMap(p -> p.text.stream()).toList());
  }

  /** The number of values. */
  int count() {
    return text != null ? text.size() : whole != null ? whole.length : real.length;
  }

  /** Whether every value is a whole number that a long holds. */
  boolean allWhole() {
    return whole != null
        || (real != null
            && Arrays.stream(real).allMatch(x -> x == Math.rint(x) && Math.abs(x) <= 1L << 53));
  }

  /** The values as whole numbers. */
  long[] asWhole() {
    if (text != null) {
      throw new InvalidInputException(
          "%s holds text, for example '%s', where numbers are needed".formatted(name, text.get(0)));
    }
    if (!allWhole()) {
      int i =
          IntStream.range(0, real.length)
              .filter(k -> !(real[k] == Math.rint(real[k]) && Math.abs(real[k]) <= 1L << 53))
              .findFirst()
              .orElseThrow();
      boolean large = real[i] == Math.rint(real[i]);
      throw new InvalidInputException(
          "%s holds %s at %s; a whole number %sis needed"
              .formatted(name, real[i], shape.position(i), large ? "of at most 2^53 " : ""));
    }
    return whole != null ? whole : Arrays.stream(real).mapToLong(x -> (long) x).toArray();
  }

  /** The values as real numbers. */
  double[] asReal() {
    if (real != null) {
      return real;
    }
    return LongStream.of(asWhole()).mapToDouble(value -> (double) value).toArray();
  }

  /** Whether every value is 0 or 1. */
  boolean binary() {
    return text == null
        && (whole != null
            ? Arrays.stream(whole).allMatch(x -> x == 0 || x == 1)
            : Arrays.stream(real).allMatch(x -> x == 0 || x == 1));
  }

  /** Whether every row of the last dimension, of at least two values, has a single 1. */
  boolean oneHot() {
    return rowsOfOne() == rows();
  }

  /** Says whether rows are one-hot but for some that have no 1, fewer than half of them. */
  boolean nearlyOneHot() {
    long rows = rows();
    long ones = rowsOfOne();
    return ones > rows / 2 && ones < rows && last() > 2;
  }

  private long rows() {
    return last() < 2 ? 0 : count() / last();
  }

  /** The number of rows with a single 1; -1 where a row has more, or no row has 0 and 1 alone. */
  private long rowsOfOne() {
    int c = last();
    if (shape.rank() < 2 || c < 2 || !binary()) {
      return -1;
    }
    long[] values = asWhole();
    long ones = 0;
    for (int from = 0; from < values.length; from += c) {
      long sum = Arrays.stream(values, from, from + c).sum();
      if (sum > 1) {
        return -1;
      }
      ones += sum;
    }
    return ones;
  }

  /** The size of the last dimension, 1 for a column. */
  int last() {
    return shape.rank() < 2 ? 1 : Math.toIntExact(shape.size(shape.rank() - 1));
  }
}
