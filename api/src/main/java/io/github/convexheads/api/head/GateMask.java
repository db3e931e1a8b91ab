package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Where one gate is open on a batch: one bit D for every pre-activation, D = 1{z &gt;= 0}.
 * Immutable.
 *
 * <p>A bit takes a 64th of a token value in double precision, so that the masks of many gates can
 * be kept beside the tokens; {@link #expand} turns a range into numbers where an action needs them.
 */
@API(status = API.Status.STABLE)
public final class GateMask {
  /** Pre-activations that are held at once while masks are computed, 8 MiB. */
  private static final int CHUNK_VALUES = 1 << 20;

  private final long[] words;
  private final int length;

  private GateMask(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /**
   * Takes the signs of the pre-activations of some gates.
   *
   * @param z length x gates values, row-major; NaN is closed
   * @param length the number of pre-activations of one gate, samples * m
   * @param gates the number of gates
   * @return one mask for every gate
   */
  public static List<GateMask> of(RealArray z, int length, int gates) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(length, gates), z.length());
    List<GateMask> masks = closed(length, gates);
    openWhere(z, length, masks, 0);
    return masks;
  }

  /**
   * Computes the masks of all gates of a group on a batch.
   *
   * <p>Signs are taken in double precision and by sums in a fixed order, whatever the precision of
   * the batch, its number of samples and the kernel of everything else, so that a model is the same
   * function everywhere.
   *
   * @param map the pre-activations of the head
   * @param batch the samples
   * @param group the group
   * @param gates the gates
   * @return one mask of samples * m bits for every gate of the group
   */
  public static List<GateMask> of(Preactivation map, TokenBatch batch, int group, Gates gates) {
    return of(map, batch, group, gates, (part, h, firstGate, count, z) -> {});
  }

  /** Computes the masks of weights that are no gates yet. */
  static List<GateMask> of(Preactivation map, TokenBatch batch, int group, double[][] weights) {
    return of(map, batch, group, Gates.of(Collections.nCopies(group + 1, weights)));
  }

  /** Hears of pre-activations while masks are computed. */
  interface Reader {
    /**
     * Reads pre-activations.
     *
     * @param part some samples in double precision
     * @param h gates, length(W1) x count
     * @param firstGate the first of them
     * @param count how many
     * @param z samples * m x count values
     */
    void accept(TokenBatch part, RealArray h, int firstGate, int count, RealArray z);
  }

  /** Computes masks, and shows the pre-activations to a reader. */
  static List<GateMask> of(
      Preactivation map, TokenBatch batch, int group, Gates gates, Reader reader) {
    int m = map.perSample();
    int count = gates.count(group);
    List<GateMask> masks = closed(Math.multiplyExact(batch.samples(), m), count);
    int gateStep = Math.max(1, Math.min(count, CHUNK_VALUES / m));
    int sampleStep = Math.max(1, CHUNK_VALUES / Math.multiplyExact(m, gateStep));
    for (int i = 0; i < batch.samples(); i += sampleStep) {
      int samples = Math.min(sampleStep, batch.samples() - i);
      TokenBatch part = inDouble(batch, i, samples);
      RealArray z = RealArray.allocate(Precision.FLOAT64, samples * m, gateStep);
      for (int j = 0; j < count; j += gateStep) {
        List<GateMask> some = masks.subList(j, Math.min(count, j + gateStep));
        RealArray h = gates.columns(group, j, j + some.size());
        map.apply(part, group, h, some.size(), z, FixedOrder.KERNEL);
        openWhere(z, samples * m, some, i * m);
        reader.accept(part, h, j, some.size(), z);
      }
    }
    return List.copyOf(masks);
  }

  private static TokenBatch inDouble(TokenBatch batch, int from, int samples) {
    int size = batch.shape().size();
    if (batch.precision() == Precision.FLOAT64 && samples == batch.samples()) {
      return batch;
    }
    RealArray values = RealArray.allocate(Precision.FLOAT64, samples * size);
    values.copyFrom(batch.values(), from * size, 0, samples * size);
    return new TokenBatch(batch.shape(), samples, values);
  }

  private static List<GateMask> closed(int length, int gates) {
    List<GateMask> masks = new ArrayList<>();
    for (int gate = 0; gate < gates; gate++) {
      masks.add(new GateMask(new long[(length + 63) / 64], length));
    }
    return masks;
  }

  /** Opens masks at {@code position + i} where z[i, gate] >= 0. */
  private static void openWhere(RealArray z, int rows, List<GateMask> masks, int position) {
    double[] values =
        z.precision() == Precision.FLOAT64 ? z.doubles() : z.copy(Precision.FLOAT64).doubles();
    int gates = masks.size();
    for (int gate = 0; gate < gates; gate++) {
      long[] words = masks.get(gate).words;
      for (int i = 0; i < rows; i++) {
        long open = values[i * gates + gate] >= 0 ? 1 : 0;
        words[(position + i) >> 6] |= open << (position + i);
      }
    }
  }

  /** Says whether the gate is open anywhere. */
  boolean anyOpen() {
    return Arrays.stream(words).anyMatch(word -> word != 0);
  }

  /** Returns the length and the bits. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate((words.length + 1) * Long.BYTES).putLong(length);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  /**
   * Returns the number of pre-activations.
   *
   * @return the length
   */
  public int length() {
    return length;
  }

  /**
   * Says whether the gate lets a pre-activation pass.
   *
   * @param index the pre-activation
   * @return D
   */
  public boolean open(int index) {
    return (words[Objects.checkIndex(index, length) >> 6] >> index & 1) != 0;
  }

  /**
   * Returns D for up to 64 pre-activations as bits, the first in the lowest bit.
   *
   * @param from the first pre-activation
   * @param count how many, 1 to 64
   * @return the bits; those beyond {@code count} are 0
   */
  public long bits(int from, int count) {
    Objects.checkFromIndexSize(from, Objects.checkIndex(count, 65), length);
    int first = from >> 6;
    long low = words[first] >>> from;
    int last = (from + count - 1) >> 6;
    long bits = last == first ? low : low | words[last] << -from;
    return bits & (-1L >>> -count);
  }

  /**
   * Writes D for a range as numbers.
   *
   * @param from the first pre-activation
   * @param count how many
   * @param value what is written where the gate is open; 0 is written elsewhere
   * @param into receives {@code count} values
   * @param position the index of the first value
   */
  public void expand(int from, int count, double value, RealArray into, int position) {
    Objects.checkFromIndexSize(from, count, length);
    Objects.checkFromIndexSize(position, count, into.length());
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
   * Returns the mask with the pre-activations of every sample in another order: those of a sample
   * form a matrix, row-major, and are read column by column.
   *
   * @param rows the number of rows
   * @param columns the number of columns; samples * rows * columns is the length
   * @return a mask of samples x columns x rows
   */
  public GateMask transposed(int rows, int columns) {
    if (length % Math.multiplyExact(rows, columns) != 0) {
      throw new IllegalArgumentException(
          "a mask of %d bits is not made of %d x %d matrices".formatted(length, rows, columns));
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
    return new GateMask(transposed, length);
  }

  /**
   * Sets to zero the rows of a matrix at which the gate is closed.
   *
   * @param from the pre-activation of the first row
   * @param rows the number of rows, one a pre-activation
   * @param k the number of columns
   * @param p rows x k values, row-major
   * @param position the index of the first value
   */
  public void close(int from, int rows, int k, RealArray p, int position) {
    Objects.checkFromIndexSize(from, rows, length);
    Objects.checkFromIndexSize(position, Math.multiplyExact(rows, k), p.length());
    if (k == 1) {
      switch (p.precision()) {
        case FLOAT64 -> close(from, rows, p.doubles(), position);
        case FLOAT32 -> close(from, rows, p.floats(), position);
      }
      return;
    }
    for (int row = 0; row < rows; row += Long.SIZE) {
      int count = Math.min(Long.SIZE, rows - row);
      long closed = ~bits(from + row, count) & (-1L >>> -count);
      for (; closed != 0; closed &= closed - 1) {
        int start = position + (row + Long.numberOfTrailingZeros(closed)) * k;
        p.fill(start, start + k, 0);
      }
    }
  }

  /**
   * Copies the rows of a matrix at which the gate is open, and leaves the others of the copy as
   * they are.
   *
   * @param from the pre-activation of the first row
   * @param rows the number of rows, one a pre-activation
   * @param k the number of columns
   * @param p rows x k values, row-major
   * @param position the index of the first value of {@code p}
   * @param into receives the open rows, rows x k values
   * @param intoPosition the index of the first value of {@code into}
   */
  public void copyOpen(
      int from, int rows, int k, RealArray p, int position, RealArray into, int intoPosition) {
    Objects.checkFromIndexSize(from, rows, length);
    for (int row = 0; row < rows; row += Long.SIZE) {
      long open = bits(from + row, Math.min(Long.SIZE, rows - row));
      for (; open != 0; open &= open - 1) {
        int start = (row + Long.numberOfTrailingZeros(open)) * k;
        into.copyFrom(p, position + start, intoPosition + start, k);
      }
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
}
