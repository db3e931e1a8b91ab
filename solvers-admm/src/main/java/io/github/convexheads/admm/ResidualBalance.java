package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.List;

/**
 * How far apart the two copies are and how fast they still move, each relative to what it is a
 * difference of, and the change of rho that would bring both to fall alike (Boyd et al. 2011,
 * section 3.4.1, with the relative residuals of Wohlberg 2017).
 *
 * @param primal ||Z - W|| relative to the larger of ||Z|| and ||W||
 * @param dual ||W - W_before|| relative to ||U||
 */
record ResidualBalance(double primal, double dual) {
  /** A change of rho up to this factor is not worth a new factorisation. */
  private static final double TOLERATED = 2;

  private static final double LARGEST = 10;

  /**
   * Measures one round.
   *
   * @param w the new common point
   * @param before the common point before
   * @param solved Z_s of every shard
   * @param state V_s = W + U_s of every shard, one after the other
   */
  static ResidualBalance of(double[] w, double[] before, List<double[]> solved, double[] state) {
    double apart = 0;
    double points = 0;
    double multipliers = 0;
    for (int s = 0; s < solved.size(); s++) {
      double[] z = solved.get(s);
      for (int i = 0; i < w.length; i++) {
        apart += (z[i] - w[i]) * (z[i] - w[i]);
        points += z[i] * z[i];
        double u = state[s * w.length + i] - w[i];
        multipliers += u * u;
      }
    }
    double moved = solved.size() * Math.pow(Vectors.norm(Vectors.combination(1, w, -1, before)), 2);
    double scale = Math.max(points, solved.size() * Vectors.dot(w, w));
    return new ResidualBalance(
        Math.sqrt(apart / Math.max(Double.MIN_NORMAL, scale)),
        Math.sqrt(moved / Math.max(Double.MIN_NORMAL, multipliers)));
  }

  /** Returns the factor for rho; 1 where the residuals are balanced well enough. */
  double factor() {
    if (!(primal > 0 && dual > 0)) {
      return 1;
    }
    double factor = Math.sqrt(primal / dual);
    boolean balanced = factor < TOLERATED && factor > 1 / TOLERATED;
    return balanced ? 1 : Math.min(LARGEST, Math.max(1 / LARGEST, factor));
  }
}
