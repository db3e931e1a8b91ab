package io.github.convexheads.api.kernel;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A mutable one-dimensional array of real numbers in one of two precisions, so that an algorithm is
 * written once for both.
 *
 * <p>Matrices and tensors live in it row-major: entry (i, j) of an m x n matrix that begins at
 * {@code pos} with leading dimension ld is at {@code pos + i * ld + j}. Range methods check their
 * ranges and then run one simple loop; single-entry {@link #get} and {@link #set} are for code that
 * is not hot. Arrays are not synchronised: threads may write disjoint ranges at the same time.
 *
 * <p>Every binary operation except {@link #copyFrom} needs both arrays in the same precision and
 * otherwise throws {@link IllegalArgumentException}; ranges outside an array throw {@link
 * IndexOutOfBoundsException}. NaN and infinities follow IEEE arithmetic.
 */
@API(status = API.Status.EXPERIMENTAL)
public sealed interface RealArray permits Float32Array, Float64Array {

  /**
   * A new array of zeros.
   *
   * @param precision how each number is stored
   * @param length number of entries, at least 0
   * @return a new array
   * @throws IllegalArgumentException if {@code length < 0}
   */
  static RealArray allocate(Precision precision, int length) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "asked for an array of " + length + " numbers; the length must be at least 0");
    }
    return switch (precision) {
      case FLOAT32 -> new Float32Array(new float[length]);
      case FLOAT64 -> new Float64Array(new double[length]);
    };
  }

  /**
   * A new matrix of zeros, row-major and without padding.
   *
   * @param precision how each number is stored
   * @param rows number of rows, at least 0
   * @param columns number of columns, at least 0
   * @return a new array of length {@code rows * columns}
   * @throws IllegalArgumentException if a side is negative or {@code rows * columns > 2^31 - 1}
   */
  static RealArray allocate(Precision precision, int rows, int columns) {
    long length = (long) rows * columns;
    if (rows < 0 || columns < 0 || length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "asked for a "
              + rows
              + " x "
              + columns
              + " matrix in one array; sides must be at least 0 and their product at most "
              + Integer.MAX_VALUE);
    }
    return allocate(precision, (int) length);
  }

  /**
   * Views an existing array without copying it: writes go through in both directions.
   *
   * @param values the backing array, not null
   * @return a {@link Precision#FLOAT64} view of {@code values}
   */
  static RealArray wrap(double[] values) {
    return new Float64Array(values);
  }

  /**
   * Views an existing array without copying it: writes go through in both directions.
   *
   * @param values the backing array, not null
   * @return a {@link Precision#FLOAT32} view of {@code values}
   */
  static RealArray wrap(float[] values) {
    return new Float32Array(values);
  }

  /**
   * Arrays for the length of one piece of work, which its thread uses again afterwards: a pass over
   * many samples that takes its intermediate results from here writes to memory that is in the
   * cache, instead of to new memory that is first set to zero.
   *
   * <pre>{@code
   * try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
   *   Matrix y = Matrix.of(workspace.array(FLOAT32, rows * columns), rows, columns);
   *   ...
   * }
   * }</pre>
   *
   * <p>What an array holds is undefined until it is written. Workspaces may be nested; each belongs
   * to the thread that opened it, and no array may be used after the end of its own.
   */
  final class Workspace implements AutoCloseable {
    private final SpareArrays spare;
    private final List<RealArray> taken = new ArrayList<>();

    private Workspace(SpareArrays spare) {
      this.spare = spare;
    }

    /**
     * A workspace of this thread.
     *
     * @return the workspace, to be closed by the same thread
     */
    public static Workspace open() {
      return new Workspace(SpareArrays.ofThread());
    }

    /**
     * An array to write to until the end of the workspace.
     *
     * @param precision how each number is stored
     * @param length the least number of entries, at least 0
     * @return an array of this or a greater length, whose entries are undefined
     * @throws IllegalArgumentException if {@code length < 0}
     */
    public RealArray array(Precision precision, int length) {
      RealArray array = spare.take(precision, length);
      taken.add(array);
      return array;
    }

    /**
     * A matrix to write to until the end of the workspace.
     *
     * @param precision how each number is stored
     * @param rows the number of rows, at least 0
     * @param columns the number of columns, at least 0
     * @return a matrix whose entries are undefined
     * @throws IllegalArgumentException if a side is negative
     * @throws ArithmeticException if the product of the sides exceeds one array
     */
    public Matrix matrix(Precision precision, int rows, int columns) {
      return Matrix.of(array(precision, Math.multiplyExact(rows, columns)), rows, columns);
    }

    /** Leaves all arrays to whoever comes next. */
    @Override
    public void close() {
      taken.forEach(spare::giveBack);
      taken.clear();
    }
  }

  /**
   * How each number is stored.
   *
   * @return the precision
   */
  Precision precision();

  /**
   * Number of entries.
   *
   * @return the length, at least 0
   */
  int length();

  /**
   * Reads one entry.
   *
   * @param index position, {@code 0 <= index < length()}
   * @return the entry, widened to double
   */
  double get(int index);

  /**
   * Writes one entry, rounded to this array's precision.
   *
   * @param index position, {@code 0 <= index < length()}
   * @param value the new value
   */
  void set(int index, double value);

  /**
   * Says whether no entry {@code from <= i < to} is NaN or infinite.
   *
   * @param from first position
   * @param to one past the last position
   * @return whether all are finite
   */
  boolean finite(int from, int to);

  /**
   * Sets {@code this[i] = value} for {@code from <= i < to}.
   *
   * @param from first position
   * @param to one past the last position
   * @param value the value, rounded to this array's precision
   */
  void fill(int from, int to, double value);

  /**
   * Copies a range from an array of either precision, rounding to nearest where this one is
   * narrower. Ranges of one array may overlap.
   *
   * @param source the array to read
   * @param sourcePos first position in {@code source}
   * @param pos first position in this array
   * @param length number of entries
   */
  void copyFrom(RealArray source, int sourcePos, int pos, int length);

  /**
   * Adds a multiple of a range: {@code this[pos + i] += alpha * x[xPos + i]} for {@code 0 <= i <
   * length}.
   *
   * @param alpha the factor, rounded to this array's precision
   * @param x the array to add, same precision
   * @param xPos first position in {@code x}
   * @param pos first position in this array
   * @param length number of entries
   */
  void addScaled(double alpha, RealArray x, int xPos, int pos, int length);

  /**
   * Multiplies a range by a number: {@code this[i] *= alpha} for {@code from <= i < to}.
   *
   * @param from first position
   * @param to one past the last position
   * @param alpha the factor, rounded to this array's precision
   */
  void scale(int from, int to, double alpha);

  /**
   * Elementwise product: {@code this[pos + i] = a[aPos + i] * b[bPos + i]} for {@code 0 <= i <
   * length}. Either factor may be this array at the same position; other overlaps are undefined.
   *
   * @param a first factor, same precision
   * @param aPos first position in {@code a}
   * @param b second factor, same precision
   * @param bPos first position in {@code b}
   * @param pos first position in this array
   * @param length number of entries
   */
  void multiply(RealArray a, int aPos, RealArray b, int bPos, int pos, int length);

  /**
   * Adds some of up to 64 rows that follow one another: {@code this[pos + i] += sum over set bits t
   * of x[xPos + t * length + i]} for {@code 0 <= i < length}, in the order of the bits.
   *
   * @param rows bit t says whether row t is added
   * @param x the array that holds the rows, same precision; not this one
   * @param xPos first position of row 0
   * @param pos first position in this array
   * @param length number of entries of a row
   */
  void addRows(long rows, RealArray x, int xPos, int pos, int length);

  /**
   * Inner product {@code sum_i this[pos + i] * x[xPos + i]}, products and sums in double whatever
   * the precision. The order of summation is fixed: it depends on {@code length} alone.
   *
   * @param pos first position in this array
   * @param x the other array, same precision
   * @param xPos first position in {@code x}
   * @param length number of entries
   * @return the inner product
   */
  double dot(int pos, RealArray x, int xPos, int length);

  /**
   * A new array with the same values.
   *
   * @param precision precision of the copy; narrowing rounds to nearest
   * @return an independent copy
   */
  default RealArray copy(Precision precision) {
    RealArray copy = allocate(precision, length());
    copy.copyFrom(this, 0, 0, length());
    return copy;
  }

  /**
   * The backing array itself, not a copy.
   *
   * @return the array this one views
   * @throws IllegalStateException if {@code precision() != FLOAT64}
   */
  default double[] doubles() {
    throw new IllegalStateException(
        "asked a " + precision() + " array for double[]; use floats(), or copy(Precision.FLOAT64)");
  }

  /**
   * The backing array itself, not a copy.
   *
   * @return the array this one views
   * @throws IllegalStateException if {@code precision() != FLOAT32}
   */
  default float[] floats() {
    throw new IllegalStateException(
        "asked a " + precision() + " array for float[]; use doubles(), or copy(Precision.FLOAT32)");
  }
}
