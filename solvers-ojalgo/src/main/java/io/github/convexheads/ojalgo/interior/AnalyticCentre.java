package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Optional;

/**
 * The analytic centre of a cone {u : K u &gt;= 0} in the unit sphere: the u that maximises the sum
 * of log(K u)_i less m |u|^2 / 2 for m rows, which has length 1. There K^T (1 / K u) = m u, so that
 * however thin a cone is, multipliers of all its rows that are in proportion to 1 / K u pull in one
 * direction, with a strength that only the number of rows decides (Nesterov and Nemirovskii, 1994).
 */
final class AnalyticCentre {
  private static final int MOST_STEPS = 200;

  /** A Newton decrement from which on full steps converge quadratically. */
  private static final double NEAR = 0.25;

  private static final double CENTRED = 1e-6;

  private AnalyticCentre() {}

  /** Finds the centre from any point inside; nothing where K u &gt; 0 does not hold there. */
  static Optional<double[]> of(Matrix k, double[] inside, Kernel kernel) {
    int m = k.rows();
    double[] u = Vectors.scaled(1 / Vectors.norm(inside), inside);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] s = kernel.multiply(k, Matrix.of(u, u.length, 1)).toArray();
      Matrix weighted = k.copy();
      double[] g = Vectors.scaled(-m, u);
      for (int i = 0; i < m; i++) {
        if (!(s[i] > 0)) {
          return Optional.empty();
        }
        s[i] = 1 / s[i];
        for (int r = 0; r < u.length; r++) {
          g[r] += s[i] * k.get(i, r);
        }
      }
      weighted.scaleRows(s);
      Matrix h = kernel.multiply(weighted.transposed(), weighted);
      for (int r = 0; r < u.length; r++) {
        h.set(r, r, h.get(r, r) + m);
      }
      double[] move = g.clone();
      try {
        RidgedCholesky.of(h, kernel).solve(move, 1);
      } catch (Cholesky.NotPositiveDefiniteException e) {
        return Optional.empty();
      }
      double decrement = Math.sqrt(Math.max(0, Vectors.dot(g, move)));
      if (!(decrement > CENTRED)) {
        break;
      }
      double length = decrement > NEAR ? 1 / (1 + decrement) : 1;
      for (int r = 0; r < u.length; r++) {
        u[r] += length * move[r];
      }
    }
    return Optional.of(u);
  }
}
