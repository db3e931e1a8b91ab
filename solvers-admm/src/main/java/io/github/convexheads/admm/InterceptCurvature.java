package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.function.UnaryOperator;

/**
 * The Hessian of a loss that is minimised over an intercept, H - H B (B^T H B)^+ B^T H with B b = 1
 * b^T, the Schur complement of the joint Hessian.
 *
 * @param whole v -> H v at the best intercept
 * @param response H B, one column of outputs for each of c
 * @param balance the eigenvectors of B^T H B; some of softmax are 0
 */
record InterceptCurvature(
    UnaryOperator<double[]> whole, double[][] response, SymmetricEigen balance) {
  private static final double NEGLIGIBLE = 1e-12;

  static InterceptCurvature of(UnaryOperator<double[]> whole, Kernel kernel, int size, int c) {
    double[][] response = new double[c][];
    double[] sums = new double[c * c];
    for (int p = 0; p < c; p++) {
      double[] ones = new double[size];
      for (int i = p; i < size; i += c) {
        ones[i] = 1;
      }
      response[p] = whole.apply(ones);
      for (int i = 0; i < size; i++) {
        sums[i % c * c + p] += response[p][i];
      }
    }
    return new InterceptCurvature(whole, response, kernel.eigen(sums, c));
  }

  /** Returns the Hessian times v. */
  double[] projected(double[] v) {
    int c = response.length;
    double[] product = whole.apply(v);
    double[] sums = new double[c];
    for (int i = 0; i < product.length; i++) {
      sums[i % c] += product[i];
    }
    double[] b = solved(sums);
    for (int p = 0; p < c; p++) {
      for (int i = 0; i < product.length; i++) {
        product[i] -= response[p][i] * b[p];
      }
    }
    return product;
  }

  private double[] solved(double[] sums) {
    int c = sums.length;
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
