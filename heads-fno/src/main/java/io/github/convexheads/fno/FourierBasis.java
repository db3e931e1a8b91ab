package io.github.convexheads.fno;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The discrete Fourier transform of real numbers on a {@link Grid} as real matrices, for any H and
 * W.
 *
 * <p>A frequency f = (f1, f2) has a real row, sum_t cos(angle(f, t)) x_t with angle(f, t) = 2 pi
 * (f1 t1 / H + f2 t2 / W), and an imaginary row, -sum_t sin(angle(f, t)) x_t. Where 2 f = 0 in both
 * directions the spectrum is real and the imaginary row vanishes; these 1, 2 or 4 frequencies come
 * first. The others are conjugate in pairs, f and -f, of which one is kept. So s rows in all carry
 * s numbers. Rows are held in slots of two: two real frequencies, or one complex one.
 *
 * <p>With A the matrix of these rows ({@link #analysis}) and Q the same rows scaled to unit length
 * ({@link #orthonormal}), Q^T Q = I, and the circular correlation p_t = sum_a x_(t+a) u_a is p =
 * Q^T (A x * conj(Q u)), the product taken frequency by frequency.
 */
final class FourierBasis {
  private final Grid grid;
  private final int reals;
  private final double[] analysis;
  private final double[] orthonormal;
  private final float[] analysisSingle;
  private final float[] orthonormalSingle;

  /** Precomputes the matrices. */
  FourierBasis(Grid grid) {
    this.grid = grid;
    this.reals = (2 - grid.height() % 2) * (2 - grid.width() % 2);
    int s = grid.size();
    this.analysis = new double[2 * slots() * s];
    this.orthonormal = new double[s * s];
    int real = 0;
    int slot = realSlots();
    for (int f = 0; f < s; f++) {
      int conjugate = conjugate(f);
      if (f == conjugate) {
        fill(f, false, real, real, 1);
        real++;
      } else if (f < conjugate) {
        fill(f, false, 2 * slot, row(slot), 2);
        fill(f, true, 2 * slot + 1, row(slot) + 1, 2);
        slot++;
      }
    }
    this.analysisSingle = RealArray.wrap(analysis).copy(Precision.FLOAT32).floats();
    this.orthonormalSingle = RealArray.wrap(orthonormal).copy(Precision.FLOAT32).floats();
  }

  private int conjugate(int f) {
    int row = (grid.height() - f / grid.width()) % grid.height();
    int column = (grid.width() - f % grid.width()) % grid.width();
    return row * grid.width() + column;
  }

  private void fill(int f, boolean sine, int analysisRow, int row, double weight) {
    int s = grid.size();
    double unit = Math.sqrt(weight / s);
    for (int t = 0; t < s; t++) {
      double angle =
          angle(f / grid.width(), t / grid.width(), grid.height())
              + angle(f % grid.width(), t % grid.width(), grid.width());
      double value = sine ? -Math.sin(angle) : Math.cos(angle);
      analysis[analysisRow * s + t] = value;
      orthonormal[row * s + t] = unit * value;
    }
  }

  private static double angle(int frequency, int place, int length) {
    return 2 * Math.PI * ((long) frequency * place % length) / length;
  }

  /** Returns s, the number of rows of Q. */
  int size() {
    return grid.size();
  }

  /** Returns the number of frequencies with a real spectrum; theirs are the first rows of Q. */
  int reals() {
    return reals;
  }

  /** Returns the number of slots that hold real frequencies, two each; the first slots. */
  int realSlots() {
    return (reals + 1) / 2;
  }

  /** Returns the number of slots. */
  int slots() {
    return realSlots() + (grid.size() - reals) / 2;
  }

  /** Returns the real row of Q of a complex slot; the imaginary row follows it. */
  int row(int slot) {
    return 2 * slot - reals % 2;
  }

  /** Returns Q^T w for every one of d columns, s x d values, row-major. */
  double[] synthesize(double[] w, int d) {
    int s = grid.size();
    double[] values = new double[w.length];
    for (int row = 0; row < s; row++) {
      for (int t = 0; t < s; t++) {
        for (int l = 0; l < d; l++) {
          values[t * d + l] += orthonormal[row * s + t] * w[row * d + l];
        }
      }
    }
    return values;
  }

  /**
   * Returns the rows of A that come first or second in their slots, slots x s; a missing row is
   * zero.
   */
  Matrix analysis(Precision precision, int part) {
    int s = grid.size();
    RealArray values =
        precision == Precision.FLOAT64 ? RealArray.wrap(analysis) : RealArray.wrap(analysisSingle);
    return Matrix.of(values, slots(), 2 * s).columns(part * s, s);
  }

  /** Returns Q, s x s. */
  Matrix orthonormal(Precision precision) {
    RealArray values =
        precision == Precision.FLOAT64
            ? RealArray.wrap(orthonormal)
            : RealArray.wrap(orthonormalSingle);
    return Matrix.of(values, grid.size(), grid.size());
  }
}
