package io.github.convexheads.api.internal.format;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where the elements of an array lie in its storage, and how rows in C order are gathered from it.
 *
 * <p>With strides {@code t_a} (C order: product of the sizes after axis a; Fortran order: product
 * of those before it), element {@code (i_0, ..., i_k)} is number {@code sum_a i_a t_a} in storage.
 *
 * @param shape the sizes
 * @param fortran whether the first index is the fastest, instead of the last
 */
record RowOrder(Shape shape, boolean fortran) {

  /** Rows gathered together in Fortran order, so that each cache line is used while it is there. */
  private static final int BLOCK = 64;

  RowOrder {
    fortran = fortran && shape.rank() > 1;
  }

  /** The storage itself: one row per element. */
  RowOrder flat() {
    return new RowOrder(Shape.of(shape.count()), false);
  }

  /** Copies {@code count} elements from storage to a target with a step between them. */
  @FunctionalInterface
  interface Copy {
    void copy(long from, int count, int to, int step);
  }

  /** Copies rows to a target of {@code length} elements, in C order from {@code offset} on. */
  void rows(long firstRow, int rows, int length, int offset, Copy copy) {
    Objects.checkFromIndexSize(firstRow, rows, shape.rows());
    long rowSize = shape.rowSize();
    if (rowSize > Integer.MAX_VALUE || rows * rowSize > Integer.MAX_VALUE) {
      throw new IndexOutOfBoundsException(
          rows + " rows of " + rowSize + " elements are more than a Java array can hold");
    }
    int count = (int) (rows * rowSize);
    Objects.checkFromIndexSize(offset, count, length);
    if (fortran) {
      columns(firstRow, rows, (int) rowSize, offset, copy);
    } else if (count > 0) {
      copy.copy(firstRow * rowSize, count, offset, 1);
    }
  }

  private void columns(long firstRow, int rows, int rowSize, int offset, Copy copy) {
    Shape row = new Shape(shape.sizes().subList(1, shape.rank()));
    for (int start = 0; start < rows; start += BLOCK) {
      int block = Math.min(BLOCK, rows - start);
      for (int column = 0; column < rowSize; column++) {
        long from = fortranNumber(row, column) * shape.rows() + firstRow + start;
        copy.copy(from, block, offset + start * rowSize + column, rowSize);
      }
    }
  }

  /** The number in Fortran order of the element with this number in C order. */
  private static long fortranNumber(Shape shape, long element) {
    long[] indices = shape.indices(element);
    long number = 0;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      number = number * shape.size(axis) + indices[axis];
    }
    return number;
  }

  /** The indices of an element, given its number in storage, for messages. */
  String position(long stored) {
    if (!fortran) {
      return shape.position(stored);
    }
    long[] indices = new long[shape.rank()];
    long rest = stored;
    for (int axis = 0; axis < indices.length; axis++) {
      indices[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return Arrays.toString(indices);
  }
}
