package io.github.convexheads.api.certificate;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * An upper bound of the largest eigenvalue lambda_1 of a symmetric matrix A from a random block
 * Omega, by what block Lanczos has seen of it.
 *
 * <p>Let Omega be N x b with independent standard normal entries and v the leading unit
 * eigenvector. ||v^T Omega||^2 is chi-square with b degrees of freedom, whose density is at most
 * that of its power of t, so that it is below x with a probability of at most
 *
 * <pre>
 *   (x / 2)^(b/2) / Gamma(b/2 + 1).
 * </pre>
 *
 * <p>Otherwise p(lambda_1)^2 x &lt;= ||p(A) Omega||_F^2 for every polynomial p, whatever it was
 * chosen by. After k blocks with A Q = Q T + rest, Omega = Q_1 R_1 and T = S diag(theta) S^T the
 * right side is sum_i w_i p(theta_i)^2 for every degree below k, with w_i the squared length of row
 * i of S^T E_1 R_1. So lambda_1 is at most max(theta_1, t) if one p beyond whose zeros t lies has
 * p(t)^2 x >= sum_i w_i p(theta_i)^2; those orthogonal for the weights come from Lanczos's
 * recurrence on (theta, w). For b = 1 this is the bound of van Dorsselaer, Hochstenbach and van der
 * Vorst (2000), "Computing probabilistic bounds for extreme eigenvalues of symmetric matrices with
 * the Lanczos method", theorem 2.1; a block fails less and sees eigenvalues of any multiplicity.
 */
final class LanczosBound {
  /** No recurrence coefficient is taken for less than this share of the largest Ritz value. */
  private static final double FLOOR = 0x1p-50;

  private final double[] ritz;
  private final double[] weights;
  private final int degree;

  /**
   * What was seen.
   *
   * @param ritz theta, descending
   * @param weights w
   * @param degree the largest degree for which sum w p(theta)^2 is ||p(A) Omega||_F^2
   */
  LanczosBound(double[] ritz, double[] weights, int degree) {
    this.ritz = ritz;
    this.weights = weights;
    this.degree = degree;
  }

  /** Returns the x below which a chi-square of b degrees of freedom is with a probability. */
  static double smallBall(int b, double probability) {
    return 2 * Math.exp(2.0 / b * (Math.log(probability) + Gamma.logGamma(b / 2.0 + 1)));
  }

  /** Returns the bound, at least theta_1, for ||v^T Omega||^2 of at least x. */
  double upper(double x) {
    double top = ritz[0];
    if (!(top > 0)) {
      return Math.max(0, top);
    }
    double[][] recurrence = recurrence();
    double low = top;
    double high = 2 * top;
    while (!excludes(high, recurrence, x)) {
      low = high;
      high *= 2;
      if (!(high < Double.POSITIVE_INFINITY)) {
        return high;
      }
    }
    while (high - low > 0x1p-50 * low) {
      double middle = low + (high - low) / 2;
      if (excludes(middle, recurrence, x)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * The coefficients a_m, b_m of t p_m = b_(m+1) p_(m+1) + a_m p_m + b_m p_(m-1) for polynomials of
   * length 1 in the weights, as {a, b}; b_0 is the root of the sum of weights. A larger b only
   * makes the polynomial beyond it smaller, which loosens the bound.
   */
  private double[][] recurrence() {
    int n = ritz.length;
    double[] a = new double[degree + 1];
    double[] b = new double[degree + 1];
    double[] before = new double[n];
    double[] now = new double[n];
    Arrays.fill(now, 1);
    for (int m = 0; m <= degree; m++) {
      double size = Math.sqrt(squares(now));
      b[m] = m == 0 ? size : Math.max(size, FLOOR * ritz[0]);
      for (int i = 0; i < n; i++) {
        now[i] /= b[m];
        a[m] += weights[i] * now[i] * now[i] * ritz[i];
      }
      double length = squares(now);
      a[m] = length > 0 ? a[m] / length : ritz[0];
      for (int i = 0; i < n; i++) {
        double next = (ritz[i] - a[m]) * now[i] - (m == 0 ? 0 : b[m] * before[i]);
        before[i] = now[i];
        now[i] = next;
      }
    }
    return new double[][] {a, b};
  }

  private double squares(double[] p) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += weights[i] * p[i] * p[i];
    }
    return sum;
  }

  /** Whether some polynomial is too large at t for t to be an eigenvalue. */
  private boolean excludes(double t, double[][] recurrence, double x) {
    double[] a = recurrence[0];
    double[] b = recurrence[1];
    double before = 0;
    double now = 1 / b[0];
    for (int m = 0; m <= degree; m++) {
      if (now * now * x > 1) {
        return true;
      }
      if (m < degree) {
        double next = ((t - a[m]) * now - (m == 0 ? 0 : b[m] * before)) / b[m + 1];
        before = now;
        now = next;
      }
    }
    return false;
  }
}
