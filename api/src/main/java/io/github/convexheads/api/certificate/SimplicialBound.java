package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;

/**
 * Bounds on the unit vectors of the simplicial cone that r unit vectors u_k of R^r span.
 *
 * <p>A convex, positively homogeneous h has h(u) &lt;= sum lambda_k h(u_k) where u = sum lambda_k
 * u_k, and for any g with g.u_k &gt;= h(u_k) this is at most g.u &lt;= ||g||.
 */
final class SimplicialBound {
  /** What inner products of unit vectors may be off by, with room. */
  private static final double ROUNDING = 1e-14;

  private SimplicialBound() {}

  /**
   * Returns the lesser ||g|| of the g with g.u_k = b_k and of one along the sum of the u_k, each
   * made long enough for g.u_k &gt;= b_k to hold in spite of rounding.
   *
   * @param corners u_k
   * @param values b_k; one that is not a number bounds nothing
   */
  static double of(double[][] corners, double[] values) {
    double[] middle = new double[corners[0].length];
    for (double[] corner : corners) {
      Vectors.addScaled(1, corner, middle);
    }
    double bound = bound(middle, corners, values);
    double[] through = through(corners, values);
    return through.length == 0 ? bound : Math.min(bound, bound(through, corners, values));
  }

  private static double bound(double[] g, double[][] corners, double[] values) {
    double size = Vectors.norm(g);
    double scale = 0;
    for (int k = 0; k < corners.length; k++) {
      double along = Vectors.dot(g, corners[k]) - ROUNDING * size;
      if (!(values[k] <= 0)) {
        scale = along > 0 ? Math.max(scale, values[k] / along) : Double.POSITIVE_INFINITY;
      }
    }
    double bound = scale * size * (1 + ROUNDING);
    return bound >= 0 ? bound : Double.POSITIVE_INFINITY;
  }

  /** Solves g.u_k = b_k by elimination with pivoting; empty where the u_k are too close. */
  private static double[] through(double[][] corners, double[] values) {
    int r = corners.length;
    double[][] rows = new double[r][];
    for (int i = 0; i < r; i++) {
      rows[i] = Arrays.copyOf(corners[i], r + 1);
      rows[i][r] = values[i];
    }
    for (int p = 0; p < r; p++) {
      int best = p;
      for (int i = p + 1; i < r; i++) {
        best = Math.abs(rows[i][p]) > Math.abs(rows[best][p]) ? i : best;
      }
      double[] pivot = rows[best];
      rows[best] = rows[p];
      rows[p] = pivot;
      if (!(Math.abs(pivot[p]) > 1e-12)) {
        return new double[0];
      }
      for (int i = 0; i < r; i++) {
        double factor = i == p ? 0 : rows[i][p] / pivot[p];
        for (int k = p; k <= r && factor != 0; k++) {
          rows[i][k] -= factor * pivot[k];
        }
      }
    }
    double[] g = new double[r];
    Arrays.setAll(g, i -> rows[i][r] / rows[i][i]);
    return g;
  }
}
