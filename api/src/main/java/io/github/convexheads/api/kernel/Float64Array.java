package io.github.convexheads.api.kernel;

import java.util.Arrays;
import java.util.Objects;

/** {@link RealArray} over a {@code double[]}. */
final class Float64Array implements RealArray {
  private final double[] values;

  Float64Array(double[] values) {
    this.values = Objects.requireNonNull(values, "values");
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public double get(int index) {
    return values[index];
  }

  @Override
  public void set(int index, double value) {
    values[index] = value;
  }

  @Override
  public boolean finite(int from, int to) {
    Objects.checkFromToIndex(from, to, values.length);
    boolean all = true;
    for (int i = from; i < to; i++) {
      all &= Math.abs(values[i]) <= Double.MAX_VALUE;
    }
    return all;
  }

  @Override
  public void fill(int from, int to, double value) {
    Objects.checkFromToIndex(from, to, values.length);
    Arrays.fill(values, from, to, value);
  }

  @Override
  public void copyFrom(RealArray source, int sourcePos, int pos, int length) {
    Objects.checkFromIndexSize(sourcePos, length, source.length());
    Objects.checkFromIndexSize(pos, length, values.length);
    if (source instanceof Float64Array same) {
      System.arraycopy(same.values, sourcePos, values, pos, length);
    } else {
      float[] x = source.floats();
      for (int i = 0; i < length; i++) {
        values[pos + i] = x[sourcePos + i];
      }
    }
  }

  @Override
  public void addScaled(double alpha, RealArray x, int xPos, int pos, int length) {
    double[] added = operand(x, xPos, pos, length);
    for (int i = 0; i < length; i++) {
      values[pos + i] += alpha * added[xPos + i];
    }
  }

  @Override
  public void scale(int from, int to, double alpha) {
    Objects.checkFromToIndex(from, to, values.length);
    for (int i = from; i < to; i++) {
      values[i] *= alpha;
    }
  }

  @Override
  public void multiply(RealArray a, int aPos, RealArray b, int bPos, int pos, int length) {
    double[] left = operand(a, aPos, pos, length);
    double[] right = operand(b, bPos, pos, length);
    for (int i = 0; i < length; i++) {
      values[pos + i] = left[aPos + i] * right[bPos + i];
    }
  }

  /** Eight sums at once stay in registers while the rows are visited. */
  @Override
  public void addRows(long rows, RealArray x, int xPos, int pos, int length) {
    Objects.checkFromIndexSize(pos, length, values.length);
    int count = Long.SIZE - Long.numberOfLeadingZeros(rows);
    double[] added = operand(x, xPos, count * length);
    int i = 0;
    for (; i <= length - 8; i += 8) {
      int at = pos + i;
      double s0 = values[at];
      double s1 = values[at + 1];
      double s2 = values[at + 2];
      double s3 = values[at + 3];
      double s4 = values[at + 4];
      double s5 = values[at + 5];
      double s6 = values[at + 6];
      double s7 = values[at + 7];
      for (long left = rows; left != 0; left &= left - 1) {
        int from = xPos + Long.numberOfTrailingZeros(left) * length + i;
        s0 += added[from];
        s1 += added[from + 1];
        s2 += added[from + 2];
        s3 += added[from + 3];
        s4 += added[from + 4];
        s5 += added[from + 5];
        s6 += added[from + 6];
        s7 += added[from + 7];
      }
      values[at] = s0;
      values[at + 1] = s1;
      values[at + 2] = s2;
      values[at + 3] = s3;
      values[at + 4] = s4;
      values[at + 5] = s5;
      values[at + 6] = s6;
      values[at + 7] = s7;
    }
    for (; i < length; i++) {
      double sum = values[pos + i];
      for (long left = rows; left != 0; left &= left - 1) {
        sum += added[xPos + Long.numberOfTrailingZeros(left) * length + i];
      }
      values[pos + i] = sum;
    }
  }

  /** Four running sums, so that additions of different sums overlap in the processor. */
  @Override
  public double dot(int pos, RealArray x, int xPos, int length) {
    double[] other = operand(x, xPos, pos, length);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      s0 += values[pos + i] * other[xPos + i];
      s1 += values[pos + i + 1] * other[xPos + i + 1];
      s2 += values[pos + i + 2] * other[xPos + i + 2];
      s3 += values[pos + i + 3] * other[xPos + i + 3];
    }
    for (; i < length; i++) {
      s0 += values[pos + i] * other[xPos + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public double[] doubles() {
    return values;
  }

  @Override
  public String toString() {
    return "RealArray[FLOAT64, length " + values.length + "]";
  }

  private double[] operand(RealArray x, int xPos, int pos, int length) {
    Objects.checkFromIndexSize(pos, length, values.length);
    return operand(x, xPos, length);
  }

  private double[] operand(RealArray x, int xPos, int length) {
    if (!(x instanceof Float64Array other)) {
      throw new IllegalArgumentException(
          "this array is FLOAT64 but the operand is "
              + x.precision()
              + "; convert it first with copy(Precision.FLOAT64)");
    }
    Objects.checkFromIndexSize(xPos, length, other.values.length);
    return other.values;
  }
}
