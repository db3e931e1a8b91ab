package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * The sizes of an n-dimensional array, outermost first; rank 0 is a single number.
 *
 * <p>A shape always fits in memory arithmetic: the number of elements times eight bytes does not
 * overflow a {@code long}, not even with the empty dimensions left out.
 *
 * @param sizes the size of every dimension, each at least 0, at most 64 of them
 */
@API(status = API.Status.INTERNAL)
public record Shape(List<Long> sizes) {

  /** The highest rank that NumPy knows. */
  static final int MAX_RANK = 64;

  /**
   * Copies and checks the sizes.
   *
   * @throws InvalidInputException if rank &gt; 64, a size is negative, or count * 8 &ge; 2^63
   */
  public Shape {
    sizes = List.copyOf(sizes);
    if (sizes.size() > MAX_RANK) {
      throw new InvalidInputException(
          "an array of " + sizes.size() + " dimensions is too much; at most 64 are possible");
    }
    long bytes = 8;
    for (long size : sizes) {
      if (size < 0) {
        throw new InvalidInputException("shape " + text(sizes) + " has a negative size");
      }
      if (size > 0 && bytes > Long.MAX_VALUE / size) {
        throw new InvalidInputException(
            "shape " + text(sizes) + " has more elements than any memory can hold");
      }
      bytes *= Math.max(size, 1);
    }
  }

  /**
   * A shape from its sizes.
   *
   * @param sizes the size of every dimension, outermost first; none for a single number
   * @return the shape
   * @throws InvalidInputException as the constructor
   */
  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).boxed().toList());
  }

  /**
   * The number of dimensions.
   *
   * @return 0 to 64
   */
  public int rank() {
    return sizes.size();
  }

  /**
   * The size of one dimension.
   *
   * @param axis 0 to rank - 1
   * @return at least 0
   */
  public long size(int axis) {
    return sizes.get(axis);
  }

  /**
   * The number of elements, the product of all sizes.
   *
   * @return 1 at rank 0
   */
  public long count() {
    return product(sizes);
  }

  /**
   * The size of the first dimension.
   *
   * @return 1 at rank 0
   */
  public long rows() {
    return sizes.isEmpty() ? 1 : sizes.get(0);
  }

  /**
   * The number of elements in one row, the product of all sizes but the first.
   *
   * @return 1 at rank 0 and 1
   */
  public long rowSize() {
    return sizes.size() < 2 ? 1 : product(sizes.subList(1, sizes.size()));
  }

  /** This shape with another number of rows. */
  Shape withRows(long rows) {
    Long[] changed = sizes.toArray(Long[]::new);
    changed[0] = rows;
    return new Shape(List.of(changed));
  }

  /**
   * Where an element lies, for messages.
   *
   * @param element its number in C order (row-major), 0 to count - 1
   * @return one index per dimension, such as {@code [3, 0, 7]}
   */
  public String position(long element) {
    return Arrays.toString(indices(element));
  }

  /** One index per dimension of the element with this number in C order. */
  long[] indices(long element) {
    long[] indices = new long[rank()];
    long rest = element;
    for (int axis = rank() - 1; axis > 0; axis--) {
      indices[axis] = rest % size(axis);
      rest /= size(axis);
    }
    if (rank() > 0) {
      indices[0] = rest;
    }
    return indices;
  }

  private static long product(List<Long> sizes) {
    long product = 1;
    for (long size : sizes) {
      product *= size;
    }
    return product;
  }

  private static String text(List<Long> sizes) {
    return sizes.size() == 1
        ? "(" + sizes.get(0) + ",)"
        : sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  /** As Python writes it: {@code (100, 16, 64)}, {@code (100,)}, {@code ()}. */
  @Override
  public String toString() {
    return text(sizes);
  }
}
