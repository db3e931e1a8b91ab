package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Svd;

/**
 * The operator M G = (T1 G T2 + T3 G^T T3) / 2 of a nuclear-norm term, diagonalised, where T = [T1
 * T3; T3^T T2] = R R^T (Liu and Vandenberghe, 2009, section 3.2).
 *
 * <p>With R1 = La0 Q1, R2 = Lb0 Q2 (rows of Q1 and Q2 orthonormal) and Q1 Q2^T = P diag(s) Q^T, the
 * operator is D -&gt; (D + diag(s) D^T diag(s)) / 2 in the coordinates D = La^T G Lb, La = La0 P,
 * Lb = Lb0 Q: it only couples D_ij with D_ji, with the eigenvalues (1 + s_i s_j) / 2 and (1 - s_i
 * s_j) / 2. Since s approaches 1, 1 - s_i^2 comes without cancellation from R^-1.
 */
final class PairedSpectrum {
  private final Matrix left;
  private final Matrix right;
  private final int pairs;
  private final double[] even;
  private final double[] odd;

  private PairedSpectrum(Matrix left, Matrix right, int pairs, double[] even, double[] odd) {
    this.left = left;
    this.right = right;
    this.pairs = pairs;
    this.even = even;
    this.odd = odd;
  }

  /** The operator of a scaling whose first p of p + q rows belong to T1. */
  static PairedSpectrum of(NesterovTodd scaling, int p) {
    Kernel kernel = scaling.r().kernel();
    int n = scaling.order();
    int q = n - p;
    Svd first = kernel.svd(scaling.r().rows(0, p).values(), p, n);
    Svd second = kernel.svd(scaling.r().rows(p, n).values(), q, n);
    Matrix cross =
        new Matrix(kernel, n, p, first.v()).transposeTimes(new Matrix(kernel, n, q, second.v()));
    Svd angles = kernel.svd(cross.values(), p, q);
    int m = Math.min(p, q);
    Matrix la =
        new Matrix(kernel, p, p, first.u())
            .scaleColumns(first.values())
            .times(completed(new Matrix(kernel, p, m, angles.u())));
    Matrix lb =
        new Matrix(kernel, q, q, second.u())
            .scaleColumns(second.values())
            .times(completed(new Matrix(kernel, q, m, angles.v())));
    double[] a = sines(scaling.inverse().columns(0, p).times(la.columns(0, m)));
    double[] even = new double[m * m];
    double[] odd = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double cosines = Math.sqrt((1 - a[i]) * (1 - a[j]));
        even[i * m + j] = (1 + cosines) / 2;
        odd[i * m + j] = (a[i] + (1 - a[i]) * a[j]) / (1 + cosines) / 2;
      }
    }
    return new PairedSpectrum(la, lb, m, even, odd);
  }

  /** Returns 1 - s_i^2 = 1 / ||R^-1 La e_i||^2 for every i. */
  private static double[] sines(Matrix x) {
    double[] sums = new double[x.columns()];
    for (int i = 0; i < x.values().length; i++) {
      sums[i % x.columns()] += x.values()[i] * x.values()[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.min(1, 1 / sums[i]);
    }
    return sums;
  }

  /** Extends orthonormal columns to a basis by the eigenvectors of I - Q Q^T. */
  private static Matrix completed(Matrix q) {
    int n = q.rows();
    if (q.columns() == n) {
      return q;
    }
    Matrix rest = Matrix.identity(q.kernel(), n).plus(-1, q.timesTranspose(q));
    double[] vectors = q.kernel().eigen(rest.values(), n).vectors();
    Matrix basis = Matrix.zero(q.kernel(), n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        basis.set(i, j, j < q.columns() ? q.get(i, j) : vectors[i * n + j - q.columns()]);
      }
    }
    return basis;
  }

  /** Returns M G. */
  double[] apply(double[] g) {
    Matrix d =
        left.transposeTimes(new Matrix(left.kernel(), left.rows(), right.rows(), g)).times(right);
    double[] x = d.values();
    int columns = d.columns();
    for (int i = 0; i < left.columns(); i++) {
      for (int j = 0; j < columns; j++) {
        if (i >= pairs || j >= pairs) {
          x[i * columns + j] /= 2;
        } else if (j >= i) {
          double up = x[i * columns + j];
          double down = x[j * columns + i];
          double symmetric = even[i * pairs + j] * (up + down) / 2;
          double skew = odd[i * pairs + j] * (up - down) / 2;
          x[i * columns + j] = symmetric + skew;
          x[j * columns + i] = symmetric - skew;
        }
      }
    }
    return left.times(d).timesTranspose(right).values();
  }

  /** Returns La. */
  Matrix left() {
    return left;
  }

  /** Returns Lb. */
  Matrix right() {
    return right;
  }

  /** Turns R x C coordinates La^T A^* Lb of one output at a position into those of A M^(1/2). */
  void half(double[] x, int from) {
    int columns = right.columns();
    double root = Math.sqrt(0.5);
    for (int i = 0; i < left.columns(); i++) {
      for (int j = 0; j < columns; j++) {
        int at = from + i * columns + j;
        if (i >= pairs || j >= pairs) {
          x[at] *= root;
        } else if (i == j) {
          x[at] *= Math.sqrt(even[i * pairs + j]);
        } else if (j > i) {
          int across = from + j * columns + i;
          double up = x[at];
          double down = x[across];
          x[at] = (up + down) * root * Math.sqrt(even[i * pairs + j]);
          x[across] = (up - down) * root * Math.sqrt(odd[i * pairs + j]);
        }
      }
    }
  }
}
