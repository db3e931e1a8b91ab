package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The Hessian of a loss that is minimised over an intercept, H - H B (B^T H B)^+ B^T H with B b = 1
 * b^T, the Schur complement of the joint Hessian.
 *
 * @param whole v -> H v at the best intercept
 * @param balance the eigenvectors of B^T H B; some of softmax are 0
 * @param c outputs
 */
record InterceptCurvature(UnaryOperator<double[]> whole, SymmetricEigen balance, int c) {
  private static final double NEGLIGIBLE = 1e-12;

  /** The curvature with the sum of all rows' blocks of H, which is B^T H B. */
  static InterceptCurvature of(UnaryOperator<double[]> whole, Kernel kernel, double[] sums, int c) {
    return new InterceptCurvature(whole, kernel.eigen(sums, c), c);
  }

  /** Returns the Hessian times v, H v less what the intercept that answers it takes back. */
  double[] projected(double[] v) {
    double[] product = whole.apply(v);
    double[] sums = new double[c];
    for (int i = 0; i < product.length; i++) {
      sums[i % c] += product[i];
    }
    double[] b = solved(sums);
    double[] moved = new double[v.length];
    Arrays.setAll(moved, i -> b[i % c]);
    return Vectors.combination(1, product, -1, whole.apply(moved));
  }

  private double[] solved(double[] sums) {
    double[] b = new double[c];
    double floor = NEGLIGIBLE * Math.max(Double.MIN_NORMAL, balance.values()[0]);
    for (int k = 0; k < c && balance.values()[k] > floor; k++) {
      double along = 0;
      for (int p = 0; p < c; p++) {
        along += balance.vectors()[p * c + k] * sums[p];
      }
      for (int p = 0; p < c; p++) {
        b[p] += balance.vectors()[p * c + k] * along / balance.values()[k];
      }
    }
    return b;
  }
}
