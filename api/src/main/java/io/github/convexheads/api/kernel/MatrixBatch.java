package io.github.convexheads.api.kernel;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Many matrices of one shape at equal distances in one array: the tokens of all samples, the rows
 * of a matrix, or one matrix many times.
 *
 * <p>Made by {@link #of}, {@link Matrix#rowBlocks}, {@link Matrix#columnBlocks} and {@link
 * Matrix#repeated}; a view like {@link Matrix}.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class MatrixBatch {
  private final Matrix first;
  private final int count;
  private final int step;

  MatrixBatch(Matrix first, int count, int step) {
    if (count < 0) {
      throw new IllegalArgumentException("a batch has " + count + " matrices; at least 0 is right");
    }
    if (count > 1) {
      first.shifted(Math.multiplyExact(count - 1, step));
    }
    this.first = first;
    this.count = count;
    this.step = first.isEmpty() ? 0 : step;
  }

  /**
   * Views the beginning of an array as matrices one after another.
   *
   * @param values at least count x rows x columns numbers
   * @param count how many matrices, at least 0
   * @param rows rows of each, at least 0
   * @param columns columns of each, at least 0
   * @return the view
   * @throws IllegalArgumentException if a number is negative
   * @throws IndexOutOfBoundsException if the array is too short
   */
  public static MatrixBatch of(RealArray values, int count, int rows, int columns) {
    Matrix first = Matrix.of(values, count == 0 ? 0 : rows, columns);
    return new MatrixBatch(first, count, Math.multiplyExact(rows, columns));
  }

  /**
   * Number of matrices.
   *
   * @return at least 0
   */
  public int count() {
    return count;
  }

  /**
   * One of the matrices.
   *
   * @param index {@code 0 <= index < count()}
   * @return its view
   */
  public Matrix get(int index) {
    Objects.checkIndex(index, count);
    return first.shifted(index * step);
  }

  /**
   * Some consecutive matrices.
   *
   * @param from the first
   * @param length how many
   * @return their view
   * @throws IndexOutOfBoundsException if this batch has fewer
   */
  public MatrixBatch slice(int from, int length) {
    Objects.checkFromIndexSize(from, length, count);
    return new MatrixBatch(length == 0 ? first : get(from), length, step);
  }

  /**
   * The transposes.
   *
   * @return a view of the same numbers
   */
  public MatrixBatch transposed() {
    return new MatrixBatch(first.transposed(), count, step);
  }

  /**
   * Some consecutive columns of every matrix.
   *
   * @param from the first column
   * @param length how many
   * @return a view of the same numbers
   * @throws IndexOutOfBoundsException if the matrices have fewer columns
   */
  public MatrixBatch columns(int from, int length) {
    return new MatrixBatch(first.columns(from, length), count, step);
  }

  /**
   * The matrices one below the other.
   *
   * @return (count*rows) x columns, a view of the same numbers
   * @throws IllegalStateException if the matrices do not follow one another row by row
   */
  public Matrix stacked() {
    if (count > 1 && (first.isTransposed() || step != first.rows() * first.stride())) {
      throw new IllegalStateException("the matrices of this batch do not follow one another");
    }
    int rows = Math.multiplyExact(count, first.rows());
    return count == 1
        ? first
        : Matrix.stored(first.values(), first.position(), rows, first.columns(), first.stride());
  }

  Matrix first() {
    return first;
  }

  int step() {
    return step;
  }
}
