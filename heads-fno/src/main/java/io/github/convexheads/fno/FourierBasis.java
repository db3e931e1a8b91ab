package io.github.convexheads.fno;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The discrete Fourier transform of real sequences of length s as two real matrices, for any s.
 *
 * <p>A spectrum has {@link #slots()} = ceil(s / 2) slots of a real and an imaginary row. Slot f
 * &gt;= 1 holds frequency f: real row sum_t cos(2 pi f t / s) x_t, imaginary row -sum_t sin(2 pi f
 * t / s) x_t; the frequencies above s/2 are their conjugates. Slot 0 holds the two frequencies
 * whose spectra are real: its real row is frequency 0, its imaginary row frequency s/2 when s is
 * even and zero when s is odd.
 *
 * <p>With A the matrix of these rows ({@link #analysis}) and Q the same rows scaled to unit length
 * ({@link #orthonormal}), Q^T Q = I, and the circular correlation p_t = sum_a x_(t+a) u_a is p =
 * Q^T (A x * conj(Q u)), the product taken slot by slot.
 */
final class FourierBasis {
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
    this.analysis = new double[rows() * length];
    this.orthonormal = new double[rows() * length];
    for (int row = 0; row < rows(); row++) {
      fill(row);
    }
    this.analysisSingle = RealArray.wrap(analysis).copy(Precision.FLOAT32).floats();
    this.orthonormalSingle = RealArray.wrap(orthonormal).copy(Precision.FLOAT32).floats();
  }

  private void fill(int row) {
    boolean imaginary = row % 2 == 1;
    boolean real = row < 2;
    if (real && imaginary && length % 2 == 1) {
      return;
    }
    int frequency = real && imaginary ? length / 2 : row / 2;
    double unit = Math.sqrt((real ? 1.0 : 2.0) / length);
    for (int t = 0; t < length; t++) {
      double angle = 2 * Math.PI * ((long) frequency * t % length) / length;
      double value = imaginary && !real ? -Math.sin(angle) : Math.cos(angle);
      analysis[row * length + t] = value;
      orthonormal[row * length + t] = unit * value;
    }
  }

  /** Returns s. */
  int length() {
    return length;
  }

  /** Returns ceil(s / 2). */
  int slots() {
    return (length + 1) / 2;
  }

  /** Returns the number of real rows of a spectrum, two a slot. */
  int rows() {
    return 2 * slots();
  }

  /** Returns A, rows x s, row-major. */
  RealArray analysis(Precision precision) {
    return precision == Precision.FLOAT64
        ? RealArray.wrap(analysis)
        : RealArray.wrap(analysisSingle);
  }

  /** Returns Q, rows x s, row-major. */
  RealArray orthonormal(Precision precision) {
    return precision == Precision.FLOAT64
        ? RealArray.wrap(orthonormal)
        : RealArray.wrap(orthonormalSingle);
  }
}
