package io.github.convexheads.api.kernel;

import java.util.Objects;
import java.util.function.IntConsumer;
import org.apiguardian.api.API;

/**
 * A window of a {@link RealArray} as a dense matrix, row-major or, {@linkplain #transposed},
 * column-major. A view never copies: writes to it are writes to its array, and views of one array
 * may overlap. Sides of 0 are legal. Every view lies inside its array, which is checked when made.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Matrix {
  private final RealArray values;
  private final int position;
  private final int rows;
  private final int columns;
  private final int stride;
  private final boolean transposed;

  private Matrix(
      RealArray values, int position, int rows, int columns, int stride, boolean transposed) {
    this.values = values;
    this.position = position;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.transposed = transposed;
  }

  /**
   * Views the beginning of an array.
   *
   * @param values at least rows x columns numbers, row-major without gaps
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @return the view
   * @throws IllegalArgumentException if a side is negative
   * @throws IndexOutOfBoundsException if the array is shorter than rows * columns
   */
  public static Matrix of(RealArray values, int rows, int columns) {
    return stored(values, 0, rows, columns, columns);
  }

  /**
   * Views the beginning of an array as {@link #of(RealArray, int, int)}.
   *
   * @param values at least rows x columns numbers
   * @param rows at least 0
   * @param columns at least 0
   * @return the view
   */
  public static Matrix of(double[] values, int rows, int columns) {
    return of(RealArray.wrap(values), rows, columns);
  }

  /**
   * A new matrix of zeros.
   *
   * @param precision how its numbers are stored
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @return a view of a new array
   * @throws IllegalArgumentException if a side is negative, or their product exceeds one array
   */
  public static Matrix zeros(Precision precision, int rows, int columns) {
    return of(RealArray.allocate(precision, rows, columns), rows, columns);
  }

  /**
   * A new identity matrix in double.
   *
   * @param order the number of rows and of columns
   * @return the identity
   */
  public static Matrix identity(int order) {
    Matrix diagonal = of(new double[Math.multiplyExact(order, order)], order, order);
    diagonal.forEachLine(i -> diagonal.set(i, i, 1));
    return diagonal;
  }

  /** The view of rows x columns numbers from a position, rows {@code stride} apart. */
  static Matrix stored(RealArray values, int position, int rows, int columns, int stride) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("a matrix cannot be " + rows + " x " + columns);
    }
    boolean empty = rows == 0 || columns == 0;
    long end = empty ? position : position + (rows - 1L) * stride + columns;
    if (position < 0 || end > values.length()) {
      throw new IndexOutOfBoundsException(
          "a %s x %s matrix ends behind %s numbers, but its array has %s"
              .formatted(rows, columns, end, values.length()));
    }
    return new Matrix(values, position, rows, columns, stride, false);
  }

  /**
   * Number of rows.
   *
   * @return at least 0
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of columns.
   *
   * @return at least 0
   */
  public int columns() {
    return columns;
  }

  /**
   * How each number is stored.
   *
   * @return the precision of the array
   */
  public Precision precision() {
    return values.precision();
  }

  /**
   * Reads one entry.
   *
   * @param row i, {@code 0 <= i < rows()}
   * @param column j, {@code 0 <= j < columns()}
   * @return the entry, widened to double
   */
  public double get(int row, int column) {
    return values.get(index(row, column));
  }

  /**
   * Writes one entry, rounded to the precision of the array.
   *
   * @param row i, {@code 0 <= i < rows()}
   * @param column j, {@code 0 <= j < columns()}
   * @param value the new value
   */
  public void set(int row, int column, double value) {
    values.set(index(row, column), value);
  }

  /**
   * The transpose of this view, of the same numbers.
   *
   * @return columns x rows
   */
  public Matrix transposed() {
    return new Matrix(values, position, columns, rows, stride, !transposed);
  }

  /**
   * Some consecutive rows.
   *
   * @param first the first row
   * @param count how many
   * @return count x columns
   * @throws IndexOutOfBoundsException if this view has fewer rows
   */
  public Matrix rows(int first, int count) {
    Objects.checkFromIndexSize(first, count, rows);
    boolean empty = count == 0 || columns == 0;
    int start = empty ? position : position + first * (transposed ? 1 : stride);
    return new Matrix(values, start, count, columns, stride, transposed);
  }

  /**
   * Some consecutive columns.
   *
   * @param first the first column
   * @param count how many
   * @return rows x count
   * @throws IndexOutOfBoundsException if this view has fewer columns
   */
  public Matrix columns(int first, int count) {
    return transposed().rows(first, count).transposed();
  }

  /**
   * The same numbers with other sides.
   *
   * @param rows the number of rows
   * @param columns the number of columns; rows * columns is as before
   * @return rows x columns, row-major
   * @throws IllegalStateException if this view is transposed, or has gaps between rows
   * @throws IllegalArgumentException if the number of entries differs
   */
  public Matrix reshaped(int rows, int columns) {
    if (transposed || (this.rows > 1 && stride != this.columns)) {
      throw new IllegalStateException(this + " has gaps between rows, or is transposed");
    }
    if ((long) rows * columns != (long) this.rows * this.columns) {
      throw new IllegalArgumentException(this + " cannot be seen as " + rows + " x " + columns);
    }
    return stored(values, position, rows, columns, columns);
  }

  /**
   * This view cut into groups of consecutive rows.
   *
   * @param size rows of a group; divides {@link #rows}
   * @return the groups in order, size x columns each
   * @throws IllegalArgumentException if the rows do not come out even
   */
  public MatrixBatch rowBlocks(int size) {
    if (size < 0 || (size == 0 ? rows != 0 : rows % size != 0)) {
      throw new IllegalArgumentException(this + " cannot be cut into groups of " + size);
    }
    int step = Math.multiplyExact(size, transposed ? 1 : stride);
    return new MatrixBatch(rows(0, Math.min(size, rows)), size == 0 ? 0 : rows / size, step);
  }

  /**
   * This view cut into groups of consecutive columns.
   *
   * @param size columns of a group; divides {@link #columns}
   * @return the groups in order, rows x size each
   * @throws IllegalArgumentException if the columns do not come out even
   */
  public MatrixBatch columnBlocks(int size) {
    return transposed().rowBlocks(size).transposed();
  }

  /**
   * This one matrix as every matrix of a batch.
   *
   * @param count how many, at least 0
   * @return the batch, to read from
   */
  public MatrixBatch repeated(int count) {
    return new MatrixBatch(this, count, 0);
  }

  /**
   * Sets every entry.
   *
   * @param value the value, rounded to the precision of the array
   */
  public void fill(double value) {
    forEachLine(i -> values.fill(line(i), line(i) + storedColumns(), value));
  }

  /**
   * Multiplies every entry by a number.
   *
   * @param alpha the factor, rounded to the precision of the array
   */
  public void scale(double alpha) {
    forEachLine(i -> values.scale(line(i), line(i) + storedColumns(), alpha));
  }

  /**
   * Multiplies every row by a number of its own, {@code diag(s) A}.
   *
   * @param s as many numbers as rows, rounded to the precision of the array
   */
  public void scaleRows(double[] s) {
    RealArray factors = RealArray.wrap(s).copy(precision());
    forEachLine(
        transposed
            ? i -> multiplyLine(line(i), factors, 0)
            : i -> values.scale(line(i), line(i) + columns, s[i]));
  }

  /**
   * Copies the entries of another matrix, of either precision and in either order.
   *
   * @param source rows x columns numbers that do not overlap these
   * @throws IllegalArgumentException if the sides differ
   */
  public void copyFrom(Matrix source) {
    requireLike(source, false);
    if (source.transposed == transposed) {
      forEachLine(i -> values.copyFrom(source.values, source.line(i), line(i), storedColumns()));
    } else {
      forEachLine(
          i -> {
            for (int j = 0; j < storedColumns(); j++) {
              values.set(line(i) + j, source.values.get(source.line(j) + i));
            }
          });
    }
  }

  /**
   * Adds a multiple of another matrix.
   *
   * @param alpha the factor, rounded to the precision of the array
   * @param x rows x columns numbers in the same precision and order as this matrix
   * @throws IllegalArgumentException if sides, order or precision differ
   */
  public void addScaled(double alpha, Matrix x) {
    requireLike(x, true);
    forEachLine(i -> values.addScaled(alpha, x.values, x.line(i), line(i), storedColumns()));
  }

  /**
   * Multiplies every entry by that of another matrix.
   *
   * @param factor rows x columns numbers, as in {@link #addScaled}
   * @throws IllegalArgumentException if sides, order or precision differ
   */
  public void multiplyEntries(Matrix factor) {
    requireLike(factor, true);
    forEachLine(i -> multiplyLine(line(i), factor.values, factor.line(i)));
  }

  private void multiplyLine(int at, RealArray factors, int from) {
    values.multiply(values, at, factors, from, at, storedColumns());
  }

  /**
   * The entries in a new array.
   *
   * @return rows x columns numbers, row-major
   */
  public double[] toArray() {
    double[] entries = new double[Math.multiplyExact(rows, columns)];
    of(entries, rows, columns).copyFrom(this);
    return entries;
  }

  /**
   * The entries in a new matrix.
   *
   * @return rows x columns in the same precision, row-major
   */
  public Matrix copy() {
    Matrix copy = zeros(precision(), rows, columns);
    copy.copyFrom(this);
    return copy;
  }

  @Override
  public String toString() {
    return "Matrix[" + precision() + ", " + rows + " x " + columns + "]";
  }

  RealArray values() {
    return values;
  }

  int position() {
    return position;
  }

  int stride() {
    return stride;
  }

  boolean isEmpty() {
    return rows == 0 || columns == 0;
  }

  boolean isTransposed() {
    return transposed;
  }

  /** The matrix of the same shape a number of entries further on in the array. */
  Matrix shifted(int by) {
    int to = isEmpty() ? position : Math.addExact(position, by);
    Matrix there = stored(values, to, storedRows(), storedColumns(), stride);
    return transposed ? there.transposed() : there;
  }

  private void forEachLine(IntConsumer work) {
    for (int i = 0; i < storedRows() && !isEmpty(); i++) {
      work.accept(i);
    }
  }

  int storedRows() {
    return transposed ? columns : rows;
  }

  int storedColumns() {
    return transposed ? rows : columns;
  }

  private void requireLike(Matrix other, boolean inOrder) {
    boolean like = other.rows == rows && other.columns == columns;
    if (!like || (inOrder && other.transposed != transposed)) {
      throw new IllegalArgumentException("sides or order of " + other + " differ from " + this);
    }
  }

  private int line(int row) {
    return position + row * stride;
  }

  private int index(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return transposed ? line(column) + row : line(row) + column;
  }
}
