package io.github.convexheads.fno;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The discrete Fourier transform of real sequences of length s as real matrices, for any s.
 *
 * <p>Frequencies 0 &lt;= f &lt; s/2 have a slot each with a real row, sum_t cos(2 pi f t / s) x_t,
 * and an imaginary row, -sum_t sin(2 pi f t / s) x_t; the frequencies above s/2 are their
 * conjugates. Two frequencies have real spectra and share slot 0: frequency 0 is its real row and,
 * when s is even, frequency s/2 its imaginary row. So s rows in all carry a sequence of length s.
 *
 * <p>With A the matrix of these rows ({@link #analysis}) and Q the same rows scaled to unit length
 * ({@link #orthonormal}), Q^T Q = I, and the circular correlation p_t = sum_a x_(t+a) u_a is p =
 * Q^T (A x * conj(Q u)), the product taken slot by slot.
 */
final class FourierBasis {
  /** The part of a slot that holds real rows. */
  static final int REAL = 0;

  /** The part of a slot that holds imaginary rows. */
  static final int IMAGINARY = 1;

  private final int length;
  private final double[] analysis;
  private final double[] orthonormal;
  private final float[] analysisSingle;
  private final float[] orthonormalSingle;

  /**
   * Precomputes the matrices.
   *
   * @param length s, at least 1
   */
  FourierBasis(int length) {
    this.length = length;
    this.analysis = new double[2 * slots() * length];
    this.orthonormal = new double[length * length];
    for (int slot = 0; slot < slots(); slot++) {
      fill(slot, REAL);
      if (has(slot, IMAGINARY)) {
        fill(slot, IMAGINARY);
      }
    }
    this.analysisSingle = RealArray.wrap(analysis).copy(Precision.FLOAT32).floats();
    this.orthonormalSingle = RealArray.wrap(orthonormal).copy(Precision.FLOAT32).floats();
  }

  private void fill(int slot, int part) {
    boolean sine = slot > 0 && part == IMAGINARY;
    int frequency = slot == 0 && part == IMAGINARY ? length / 2 : slot;
    double unit = Math.sqrt((slot == 0 ? 1.0 : 2.0) / length);
    for (int t = 0; t < length; t++) {
      double angle = 2 * Math.PI * ((long) frequency * t % length) / length;
      double value = sine ? -Math.sin(angle) : Math.cos(angle);
      analysis[(2 * slot + part) * length + t] = value;
      orthonormal[row(slot, part) * length + t] = unit * value;
    }
  }

  /** Returns s. */
  int length() {
    return length;
  }

  /** Returns the number of slots, ceil(s / 2). */
  int slots() {
    return (length + 1) / 2;
  }

  /**
   * Says whether a slot has a row for a part: all but the imaginary one of slot 0 when s is odd.
   */
  boolean has(int slot, int part) {
    return slot > 0 || part == REAL || length % 2 == 0;
  }

  /** Returns the row of Q for a part of a slot. */
  int row(int slot, int part) {
    return slot == 0 ? part : 2 * slot + part - length % 2;
  }

  /** Returns Q^T w for every one of d columns, s x d values, row-major. */
  double[] synthesize(double[] w, int d) {
    double[] sequences = new double[w.length];
    for (int row = 0; row < length; row++) {
      for (int t = 0; t < length; t++) {
        for (int l = 0; l < d; l++) {
          sequences[t * d + l] += orthonormal[row * length + t] * w[row * d + l];
        }
      }
    }
    return sequences;
  }

  /** Returns A with both rows of every slot, 2 * slots x s, row-major; a missing row is zero. */
  RealArray analysis(Precision precision) {
    return precision == Precision.FLOAT64
        ? RealArray.wrap(analysis)
        : RealArray.wrap(analysisSingle);
  }

  /** Returns Q, s x s, row-major. */
  RealArray orthonormal(Precision precision) {
    return precision == Precision.FLOAT64
        ? RealArray.wrap(orthonormal)
        : RealArray.wrap(orthonormalSingle);
  }
}
