package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;

/**
 * One proximal-gradient step from an extrapolated point with backtracking on the step size.
 *
 * @param next the new point
 * @param size the step size t that was accepted
 * @param threshold by how much singular values were lowered
 * @param turned whether the step points back against the last move, the sign to restart (O'Donoghue
 *     and Candes, 2015, gradient scheme)
 */
record ProximalStep(Iterate next, double size, double threshold, boolean turned) {
  private static final double SHRINK = 0.5;

  /** Below this share of the loss, its Bregman distance drowns in rounding. */
  private static final double ROUNDING = 1e-8;

  static ProximalStep from(
      ConvexProgram program,
      Shrinkage shrinkage,
      Iterate y,
      Iterate current,
      double size,
      double accuracy) {
    double t = size;
    while (true) {
      Shrinkage.Result result = shrinkage.apply(y.at(), t, current.point(), accuracy);
      Iterate next = Iterate.at(program, result.point(), result.norm());
      Variable move = Variable.combination(1, next.point(), -1, y.point());
      double distance = Math.max(0, Frobenius.product(move, move, program.kernel()));
      if (t < 1e-300 || accepted(y, next, distance, t)) {
        Variable last = Variable.combination(1, next.point(), -1, current.point());
        double turn = -Frobenius.product(move, last, program.kernel());
        return new ProximalStep(next, t, result.threshold(), turn > 0);
      }
      t *= SHRINK;
    }
  }

  /** f(next) &lt;= f(y) + &lt;grad f(y), next - y&gt; + ||next - y||^2 / (2t). */
  private static boolean accepted(Iterate y, Iterate next, double distance, double t) {
    Line line = y.at().toward(next.at());
    double slope = line.point(0).slope();
    double bregman = next.loss() - y.loss() - slope;
    if (Math.abs(bregman) > ROUNDING * Math.abs(y.loss())) {
      return bregman <= distance / (2 * t);
    }
    double curvature = line.point(1).slope() - slope;
    return curvature <= distance / t * (1 + 1e-12) || !(distance > 0);
  }
}
