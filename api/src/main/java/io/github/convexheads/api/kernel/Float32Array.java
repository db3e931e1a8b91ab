package io.github.convexheads.api.kernel;

import java.util.Arrays;
import java.util.Objects;

/** {@link RealArray} over a {@code float[]}. */
final class Float32Array implements RealArray {
  private final float[] values;

  Float32Array(float[] values) {
    this.values = Objects.requireNonNull(values, "values");
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
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
    values[index] = (float) value;
  }

  @Override
  public boolean finite(int from, int to) {
    Objects.checkFromToIndex(from, to, values.length);
    boolean all = true;
    for (int i = from; i < to; i++) {
      all &= Math.abs(values[i]) <= Float.MAX_VALUE;
    }
    return all;
  }

  @Override
  public void fill(int from, int to, double value) {
    Objects.checkFromToIndex(from, to, values.length);
    Arrays.fill(values, from, to, (float) value);
  }

  @Override
  public void copyFrom(RealArray source, int sourcePos, int pos, int length) {
    Objects.checkFromIndexSize(sourcePos, length, source.length());
    Objects.checkFromIndexSize(pos, length, values.length);
    if (source instanceof Float32Array same) {
      System.arraycopy(same.values, sourcePos, values, pos, length);
    } else {
      double[] x = source.doubles();
      for (int i = 0; i < length; i++) {
        values[pos + i] = (float) x[sourcePos + i];
      }
    }
  }

  @Override
  public void addScaled(double alpha, RealArray x, int xPos, int pos, int length) {
    float[] added = operand(x, xPos, pos, length);
    float factor = (float) alpha;
    for (int i = 0; i < length; i++) {
      values[pos + i] += factor * added[xPos + i];
    }
  }

  @Override
  public void scale(int from, int to, double alpha) {
    Objects.checkFromToIndex(from, to, values.length);
    float factor = (float) alpha;
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public void multiply(RealArray a, int aPos, RealArray b, int bPos, int pos, int length) {
    float[] left = operand(a, aPos, pos, length);
    float[] right = operand(b, bPos, pos, length);
    for (int i = 0; i < length; i++) {
      values[pos + i] = left[aPos + i] * right[bPos + i];
    }
  }

  /** Eight sums at once stay in registers while the rows are visited. */
  @Override
  public void addRows(long rows, RealArray x, int xPos, int pos, int length) {
    Objects.checkFromIndexSize(pos, length, values.length);
    int count = Long.SIZE - Long.numberOfLeadingZeros(rows);
    float[] added = operand(x, xPos, count * length);
    int i = 0;
    for (; i <= length - 8; i += 8) {
      int at = pos + i;
      float s0 = values[at];
      float s1 = values[at + 1];
      float s2 = values[at + 2];
      float s3 = values[at + 3];
      float s4 = values[at + 4];
      float s5 = values[at + 5];
      float s6 = values[at + 6];
      float s7 = values[at + 7];
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
      float sum = values[pos + i];
      for (long left = rows; left != 0; left &= left - 1) {
        sum += added[xPos + Long.numberOfTrailingZeros(left) * length + i];
      }
      values[pos + i] = sum;
    }
  }

  /** Four running sums in double, so that additions of different sums overlap in the processor. */
  @Override
  public double dot(int pos, RealArray x, int xPos, int length) {
    float[] other = operand(x, xPos, pos, length);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      s0 += (double) values[pos + i] * other[xPos + i];
      s1 += (double) values[pos + i + 1] * other[xPos + i + 1];
      s2 += (double) values[pos + i + 2] * other[xPos + i + 2];
      s3 += (double) values[pos + i + 3] * other[xPos + i + 3];
    }
    for (; i < length; i++) {
      s0 += (double) values[pos + i] * other[xPos + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public float[] floats() {
    return values;
  }

  @Override
  public String toString() {
    return "RealArray[FLOAT32, length " + values.length + "]";
  }

  private float[] operand(RealArray x, int xPos, int pos, int length) {
    Objects.checkFromIndexSize(pos, length, values.length);
    return operand(x, xPos, length);
  }

  private float[] operand(RealArray x, int xPos, int length) {
    if (!(x instanceof Float32Array other)) {
      throw new IllegalArgumentException(
          "this array is FLOAT32 but the operand is "
              + x.precision()
              + "; convert it first with copy(Precision.FLOAT32)");
    }
    Objects.checkFromIndexSize(xPos, length, other.values.length);
    return other.values;
  }
}
