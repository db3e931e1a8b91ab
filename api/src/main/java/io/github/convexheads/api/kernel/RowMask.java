package io.github.convexheads.api.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Which rows of a matrix are open, one bit D for every row. Immutable.
 *
 * <p>A bit takes a 64th of a number in double precision, so that the masks of many gates can be
 * kept beside the tokens; {@link #expand} turns a range into numbers where an action needs them.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class RowMask {
  private final long[] words;
  private final int length;

  private RowMask(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /**
   * Takes the signs of every column of a matrix.
   *
   * @param z any matrix
   * @return one mask of {@code z.rows()} bits for every column, D = 1{z &gt;= 0}; NaN is closed
   */
  public static List<RowMask> signs(Matrix z) {
    boolean plain = z.precision() == Precision.FLOAT64 && !z.isTransposed();
    Matrix rows = plain ? z : Matrix.of(z.toArray(), z.rows(), z.columns());
    return IntStream.range(0, z.columns()).mapToObj(column -> signs(rows, column)).toList();
  }

  private static RowMask signs(Matrix z, int column) {
    double[] values = z.values().doubles();
    long[] words = new long[words(z.rows())];
    int at = z.position() + column;
    for (int i = 0; i < z.rows(); i++, at += z.stride()) {
      words[i >> 6] |= (values[at] >= 0 ? 1L : 0) << i;
    }
    return new RowMask(words, z.rows());
  }

  /**
   * Joins masks.
   *
   * @param parts masks of consecutive rows
   * @return one mask of all of them, in order
   */
  public static RowMask joined(List<RowMask> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int length = parts.stream().mapToInt(RowMask::length).reduce(0, Math::addExact);
    long[] words = new long[words(length)];
    int to = 0;
    for (RowMask part : parts) {
      for (int from = 0; from < part.length; from += Long.SIZE) {
        int count = Math.min(Long.SIZE, part.length - from);
        long bits = part.bits(from, count);
        words[to >> 6] |= bits << to;
        if ((to & 63) + count > Long.SIZE) {
          words[(to >> 6) + 1] |= bits >>> -to;
        }
        to += count;
      }
    }
    return new RowMask(words, length);
  }

  private static int words(int length) {
    return (length + 63) / 64;
  }

  /**
   * Returns the number of rows.
   *
   * @return the length
   */
  public int length() {
    return length;
  }

  /**
   * Says whether a row is open.
   *
   * @param row the row
   * @return D
   */
  public boolean open(int row) {
    return (words[Objects.checkIndex(row, length) >> 6] >> row & 1) != 0;
  }

  /**
   * Says whether any row is open.
   *
   * @return false for a mask that closes everything
   */
  public boolean anyOpen() {
    return Arrays.stream(words).anyMatch(word -> word != 0);
  }

  /**
   * Returns length and bits, which are equal for equal masks only.
   *
   * @return 8 bytes for the length and 8 for every 64 rows
   */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate((words.length + 1) * Long.BYTES).putLong(length);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  /** Returns D of up to 64 rows as bits, the first in the lowest; those beyond are 0. */
  private long bits(int from, int count) {
    int first = from >> 6;
    long low = words[first] >>> from;
    int last = (from + count - 1) >> 6;
    long bits = last == first ? low : low | words[last] << -from;
    return bits & (-1L >>> -count);
  }

  /**
   * Returns the mask with the rows of every sample in another order: those of a sample form a
   * matrix, row-major, and are read column by column.
   *
   * @param rows the number of rows of the matrix
   * @param columns the number of columns; samples * rows * columns is the length
   * @return a mask of samples x columns x rows
   */
  public RowMask transposed(int rows, int columns) {
    if (length % Math.multiplyExact(rows, columns) != 0) {
      throw new IllegalArgumentException(
          "a mask of %s bits is not made of %s x %s matrices".formatted(length, rows, columns));
    }
    long[] transposed = new long[words.length];
    int to = 0;
    for (int start = 0; start < length; start += rows * columns) {
      for (int column = 0; column < columns; column++) {
        for (int row = 0; row < rows; row++, to++) {
          int from = start + row * columns + column;
          transposed[to >> 6] |= (words[from >> 6] >> from & 1) << to;
        }
      }
    }
    return new RowMask(transposed, length);
  }

  /**
   * Writes D of a range as numbers.
   *
   * @param from the first row of this mask
   * @param value what is written for an open row; 0 is written for a closed one
   * @param into receives a number for every row from there on, row by row; stored row-major
   */
  public void expand(int from, double value, Matrix into) {
    requireRange(from, Math.multiplyExact(into.rows(), into.columns()), into);
    for (int i = 0; i < into.rows(); i++) {
      int at = into.position() + i * into.stride();
      expand(from + i * into.columns(), into.columns(), value, into.values(), at);
    }
  }

  private void expand(int from, int count, double value, RealArray into, int position) {
    switch (into.precision()) {
      case FLOAT64 -> expand(from, count, value, into.doubles(), position);
      case FLOAT32 -> expand(from, count, (float) value, into.floats(), position);
    }
  }

  /** A mask of bits in place of a branch, which would be predicted wrongly every other time. */
  private void expand(int from, int count, double value, double[] into, int position) {
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < count; i++) {
      long open = words[(from + i) >> 6] >> (from + i) & 1;
      into[position + i] = Double.longBitsToDouble(-open & bits);
    }
  }

  private void expand(int from, int count, float value, float[] into, int position) {
    int bits = Float.floatToRawIntBits(value);
    for (int i = 0; i < count; i++) {
      int open = (int) (words[(from + i) >> 6] >> (from + i) & 1);
      into[position + i] = Float.intBitsToFloat(-open & bits);
    }
  }

  /**
   * Sets the closed rows of a matrix to zero.
   *
   * @param from the row of this mask that stands for the first row of the matrix
   * @param p a matrix that is stored row-major
   */
  public void close(int from, Matrix p) {
    requireRange(from, p.rows(), p);
    if (p.columns() == 1 && p.stride() == 1) {
      closeColumn(from, p);
      return;
    }
    for (int row = 0; row < p.rows(); row += Long.SIZE) {
      int count = Math.min(Long.SIZE, p.rows() - row);
      long closed = ~bits(from + row, count) & (-1L >>> -count);
      for (; closed != 0; closed &= closed - 1) {
        int start = p.position() + (row + Long.numberOfTrailingZeros(closed)) * p.stride();
        p.values().fill(start, start + p.columns(), 0);
      }
    }
  }

  private void closeColumn(int from, Matrix p) {
    switch (p.precision()) {
      case FLOAT64 -> close(from, p.rows(), p.values().doubles(), p.position());
      case FLOAT32 -> close(from, p.rows(), p.values().floats(), p.position());
    }
  }

  private void close(int from, int rows, double[] p, int position) {
    for (int i = 0; i < rows; i++) {
      long open = (words[(from + i) >> 6] >> (from + i)) & 1;
      long bits = Double.doubleToRawLongBits(p[position + i]);
      p[position + i] = Double.longBitsToDouble(-open & bits);
    }
  }

  private void close(int from, int rows, float[] p, int position) {
    for (int i = 0; i < rows; i++) {
      int open = (int) ((words[(from + i) >> 6] >> (from + i)) & 1);
      int bits = Float.floatToRawIntBits(p[position + i]);
      p[position + i] = Float.intBitsToFloat(-open & bits);
    }
  }

  /**
   * Copies the open rows of a matrix, and leaves the others of the copy as they are.
   *
   * @param from the row of this mask that stands for the first row of the matrix
   * @param p a matrix that is stored row-major
   * @param into receives the open rows; of the same sides and precision
   */
  public void copyOpen(int from, Matrix p, Matrix into) {
    requireRange(from, p.rows(), p);
    requireRange(from, into.rows(), into);
    for (int row = 0; row < p.rows(); row += Long.SIZE) {
      long open = bits(from + row, Math.min(Long.SIZE, p.rows() - row));
      for (; open != 0; open &= open - 1) {
        int next = row + Long.numberOfTrailingZeros(open);
        int source = p.position() + next * p.stride();
        int target = into.position() + next * into.stride();
        into.values().copyFrom(p.values(), source, target, p.columns());
      }
    }
  }

  /**
   * Adds up what is open in every row of a tile: P[r,h] += sum over t with D[from + r * step + t] =
   * 1 of Y[r,(t,h)]. Bits that are set are visited one after another, so that closed ones cost
   * nothing.
   *
   * @param from where the first row's t = 0 is in this mask
   * @param step the distance in this mask from one row to the next
   * @param y rows x (tokens * k), stored row-major, tokens at most 64
   * @param p rows x k, stored row-major, of the same precision
   */
  public void addOpen(int from, int step, Matrix y, Matrix p) {
    int tokens = y.columns() / p.columns();
    requireTile(from, step, y, p);
    for (int r = 0; r < y.rows(); r++) {
      long open = bits(from + r * step, tokens);
      int source = y.position() + r * y.stride();
      p.values().addRows(open, y.values(), source, p.position() + r * p.stride(), p.columns());
    }
  }

  /**
   * The adjoint of {@link #addOpen}: Y[r,(t,h)] = D[from + r * step + t] P[r,h].
   *
   * @param from where the first row's t = 0 is in this mask
   * @param step the distance in this mask from one row to the next
   * @param p rows x k, stored row-major
   * @param y receives rows x (tokens * k), stored row-major, tokens at most 64
   */
  public void spreadOpen(int from, int step, Matrix p, Matrix y) {
    int k = p.columns();
    int tokens = y.columns() / k;
    requireTile(from, step, y, p);
    for (int r = 0; r < y.rows(); r++) {
      int source = p.position() + r * p.stride();
      int target = y.position() + r * y.stride();
      if (k == 1) {
        expand(from + r * step, tokens, p.values().get(source), y.values(), target);
        continue;
      }
      y.values().fill(target, target + y.columns(), 0);
      for (long open = bits(from + r * step, tokens); open != 0; open &= open - 1) {
        int token = Long.numberOfTrailingZeros(open);
        y.values().copyFrom(p.values(), source, target + token * k, k);
      }
    }
  }

  private void requireTile(int from, int step, Matrix y, Matrix p) {
    int tokens = y.columns() / p.columns();
    if (y.rows() != p.rows() || y.columns() != tokens * p.columns() || tokens > Long.SIZE) {
      throw new IllegalArgumentException("a tile " + y + " does not belong to " + p);
    }
    requireRange(from, y.rows() == 0 ? 0 : (y.rows() - 1) * step + tokens, y);
    requireRange(from, 0, p);
  }

  private void requireRange(int from, int count, Matrix stored) {
    Objects.checkFromIndexSize(from, count, length);
    if (stored.isTransposed()) {
      throw new IllegalArgumentException(stored + " is transposed; its rows are not stored");
    }
  }
}
