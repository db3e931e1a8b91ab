package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;

/**
 * Factors a symmetric positive definite matrix; where rounding has made it indefinite, with the
 * least multiple of the identity (of its largest diagonal entry times 1e-16, 1e-15, ...) that
 * helps. Solutions are refined by those who use them.
 */
final class RidgedCholesky {
  private static final double LEAST = 1e-16;
  private static final double MOST = 1e-8;

  private RidgedCholesky() {}

  /**
   * Factors a matrix.
   *
   * @throws Cholesky.NotPositiveDefiniteException if even {@code MOST} does not help
   */
  static Cholesky of(Matrix a, Kernel kernel) {
    double largest = 0;
    for (int i = 0; i < a.rows(); i++) {
      largest = Math.max(largest, a.get(i, i));
    }
    Matrix ridged = a;
    for (double ridge = LEAST; ; ridge *= 10) {
      try {
        return kernel.cholesky(ridged);
      } catch (Cholesky.NotPositiveDefiniteException e) {
        if (!(ridge < MOST)) {
          throw e;
        }
        ridged = a.copy();
        ridged.addScaled(ridge * largest, Matrix.identity(a.rows()));
      }
    }
  }
}
