package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.BracketingNthOrderBrentSolver;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * The scaling theta of the residual gradient with the largest dual value.
 *
 * @param theta the scaling
 * @param value -(1/n) sum loss*(theta E_i)
 */
record DualScaling(double theta, double value) {
  private static final int MOST_EVALUATIONS = 400;

  /** Rows whose conjugates one task adds up. */
  private static final int PIECE = 256;

  /** No loss gains from a scaling beyond this. */
  static final double LARGEST = 1e6;

  /** Returns the best scaling for upper bounds of the norms of all blocks. */
  static DualScaling below(ConvexProgram program, double[] residual, double[] bounds) {
    double largest = Arrays.stream(bounds).max().orElseThrow();
    double limit = largest > 0 ? program.beta() / largest : Double.POSITIVE_INFINITY;
    return best(program, residual, limit);
  }

  /**
   * Maximises over 0 <= theta <= limit by Brent's method; the dual is concave in theta and 0 is
   * always feasible.
   */
  static DualScaling best(ConvexProgram program, double[] residual, double limit) {
    double most = Math.min(limit, LARGEST);
    DualScaling end = at(program, residual, most);
    DualScaling before = at(program, residual, most * (1 - 1e-7));
    if (!end.infeasible() && end.value >= before.value) {
      return end;
    }
    DualScaling[] best = {at(program, residual, 0).better(end).better(before)};
    UnivariateFunction dual =
        theta -> {
          DualScaling found = at(program, residual, theta);
          best[0] = best[0].better(found);
          return found.value;
        };
    double high = Math.min(most, 2);
    double value = dual.value(high / 2);
    while (high < most && dual.value(high) > value) {
      value = best[0].value;
      high = Math.min(most, 2 * high);
    }
    new BrentOptimizer(1e-8, 1e-12 * high)
        .optimize(
            GoalType.MAXIMIZE,
            new UnivariateObjectiveFunction(dual),
            new SearchInterval(0, high, high / 2),
            new MaxEval(MOST_EVALUATIONS));
    return best[0];
  }

  private boolean infeasible() {
    return value == Double.NEGATIVE_INFINITY;
  }

  private DualScaling better(DualScaling other) {
    return other.value > value ? other : this;
  }

  /**
   * Returns the smallest theta whose value is at least a target, to a relative 1e-9, if this
   * scaling is the best of all; positive infinity if there is none.
   */
  double reaching(ConvexProgram program, double[] residual, double target) {
    if (!(value >= target)) {
      return Double.POSITIVE_INFINITY;
    }
    if (value == target) {
      return theta;
    }
    if (at(program, residual, 0).value >= target) {
      return 0;
    }
    return new BracketingNthOrderBrentSolver(1e-9, 1e-15 * theta, 5)
        .solve(
            MOST_EVALUATIONS,
            t -> at(program, residual, t).value - target,
            0,
            theta,
            AllowedSolution.ABOVE_SIDE);
  }

  /** E is the residual times n, so that nu = theta * residual and n nu = theta * E. */
  static DualScaling at(ConvexProgram program, double[] residual, double theta) {
    int pieces = (program.rows() + PIECE - 1) / PIECE;
    double[] sums = new double[pieces];
    program
        .workers()
        .forEach(pieces, piece -> sums[piece] = conjugates(program, residual, theta, piece));
    return new DualScaling(theta, -Arrays.stream(sums).sum() / program.samples());
  }

  private static double conjugates(
      ConvexProgram program, double[] residual, double theta, int piece) {
    int c = program.outputs();
    double[] row = new double[c];
    double sum = 0;
    for (int r = piece * PIECE; r < Math.min(program.rows(), (piece + 1) * PIECE); r++) {
      for (int p = 0; p < c; p++) {
        row[p] = theta * program.samples() * residual[r * c + p];
      }
      sum += program.loss().conjugate(row, 0, program.targets(), r);
    }
    return sum;
  }
}
