package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.RealArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where one gate is open on a batch: one bit D for every pre-activation, D = 1{z &gt;= 0}.
 * Immutable.
 *
 * <p>A bit takes a 64th of a token value in double precision, so that the masks of many gates can
 * be kept beside the tokens; {@link #expand} turns a range into numbers where an action needs them.
 */
public final class GateMask {
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
    List<GateMask> masks = new ArrayList<>();
    for (int gate = 0; gate < gates; gate++) {
      long[] words = new long[(length + 63) / 64];
      for (int i = 0; i < length; i++) {
        if (z.get(i * gates + gate) >= 0) {
          words[i >> 6] |= 1L << i;
        }
      }
      masks.add(new GateMask(words, length));
    }
    return masks;
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
    for (int row = 0; row < rows; row++) {
      if ((words[(from + row) >> 6] >> (from + row) & 1) == 0) {
        int start = position + row * k;
        p.fill(start, start + k, 0);
      }
    }
  }
}
