package io.github.convexheads.ojalgo.interior;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.Vectors;

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
  private final Kernel kernel;
  private final Matrix left;
  private final Matrix right;
  private final int pairs;
  private final double[] even;
  private final double[] odd;

  private PairedSpectrum(
      Kernel kernel, Matrix left, Matrix right, int pairs, double[] even, double[] odd) {
    this.kernel = kernel;
    this.left = left;
    this.right = right;
    this.pairs = pairs;
    this.even = even;
    this.odd = odd;
  }

  /** The operator of a scaling whose first p of p + q rows belong to T1. */
  static PairedSpectrum of(NesterovTodd scaling, int p) {
    Kernel kernel = scaling.kernel();
    int q = scaling.order() - p;
    int m = Math.min(p, q);
    SmallSpectrum spectrum = new SmallSpectrum(kernel);
    Svd first = spectrum.svd(scaling.r().rows(0, p));
    Svd second = spectrum.svd(scaling.r().rows(p, q));
    Svd angles = spectrum.svd(kernel.multiply(first.right().transposed(), second.right()));
    Matrix la = rotated(first, angles.left(), kernel);
    Matrix lb = rotated(second, angles.right(), kernel);
    Matrix inverse = scaling.inverse().columns(0, p);
    double[] a = sines(kernel.multiply(inverse, la.columns(0, m)));
    double[] even = new double[m * m];
    double[] odd = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double cosines = Math.sqrt((1 - a[i]) * (1 - a[j]));
        even[i * m + j] = (1 + cosines) / 2;
        odd[i * m + j] = (a[i] + (1 - a[i]) * a[j]) / (1 + cosines) / 2;
      }
    }
    return new PairedSpectrum(kernel, la, lb, m, even, odd);
  }

  /** Returns U diag(s) times the basis that a part of the rotation begins. */
  private static Matrix rotated(Svd svd, Matrix part, Kernel kernel) {
    Matrix scaled = svd.left().copy();
    scaled.transposed().scaleRows(svd.values());
    return kernel.multiply(scaled, completed(part, kernel));
  }

  /** Returns 1 - s_i^2 = 1 / ||R^-1 La e_i||^2 for every i. */
  private static double[] sines(Matrix x) {
    double[] sines = new double[x.columns()];
    for (int i = 0; i < sines.length; i++) {
      double[] column = x.columns(i, 1).toArray();
      sines[i] = Math.min(1, 1 / Vectors.dot(column, column));
    }
    return sines;
  }

  /** Extends orthonormal columns to a basis by the eigenvectors of I - Q Q^T. */
  private static Matrix completed(Matrix q, Kernel kernel) {
    int n = q.rows();
    if (q.columns() == n) {
      return q;
    }
    Matrix rest = Matrix.identity(n);
    kernel.multiply(q, q.transposed(), into(rest).scaled(-1).adding());
    Matrix vectors = Matrix.of(new SmallSpectrum(kernel).eigen(rest).vectors(), n, n);
    Matrix basis = Matrix.zeros(Precision.FLOAT64, n, n);
    int missing = n - q.columns();
    basis.columns(0, q.columns()).copyFrom(q);
    basis.columns(q.columns(), missing).copyFrom(vectors.columns(0, missing));
    return basis;
  }

  /** Returns M G. */
  double[] apply(double[] g) {
    Matrix gradient = Matrix.of(g, left.rows(), right.rows());
    double[] x = kernel.multiply(kernel.multiply(left.transposed(), gradient), right).toArray();
    int columns = right.columns();
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
    Matrix d = Matrix.of(x, left.columns(), columns);
    return kernel.multiply(kernel.multiply(left, d), right.transposed()).toArray();
  }

  /** Returns La. */
  Matrix left() {
    return left;
  }

  /** Returns Lb. */
  Matrix right() {
    return right;
  }

  /** Turns R x C coordinates La^T A^* Lb of one output into those of A M^(1/2). */
  void half(Matrix x) {
    double root = Math.sqrt(0.5);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        if (i >= pairs || j >= pairs) {
          x.set(i, j, x.get(i, j) * root);
        } else if (i == j) {
          x.set(i, j, x.get(i, j) * Math.sqrt(even[i * pairs + j]));
        } else if (j > i) {
          double up = x.get(i, j);
          double down = x.get(j, i);
          x.set(i, j, (up + down) * root * Math.sqrt(even[i * pairs + j]));
          x.set(j, i, (up - down) * root * Math.sqrt(odd[i * pairs + j]));
        }
      }
    }
  }
}
