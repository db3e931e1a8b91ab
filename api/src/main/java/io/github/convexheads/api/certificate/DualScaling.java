package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Evaluation;
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

  /** No loss gains from a scaling beyond this. */
  static final double LARGEST = 1e6;

  /**
   * Returns the best scaling for upper bounds of the norms of all blocks; 0, which is always
   * feasible, where one of them is not a number.
   */
  static DualScaling below(Evaluation at, double[] bounds) {
    double largest = Arrays.stream(bounds).max().orElseThrow();
    if (largest == 0) {
      return best(at, Double.POSITIVE_INFINITY);
    }
    double limit = at.program().beta() / largest * (1 - 0x1p-51);
    return Double.isNaN(limit) ? at(at, 0) : best(at, limit);
  }

  /**
   * Maximises over 0 <= theta <= limit by Brent's method; the dual is concave in theta and 0 is
   * always feasible.
   */
  static DualScaling best(Evaluation evaluation, double limit) {
    if (evaluation.program().valuesPerPass() > 1) {
      return new DualSections(evaluation).best(Math.min(limit, LARGEST));
    }
    double most = Math.min(limit, LARGEST);
    DualScaling end = at(evaluation, most);
    DualScaling before = at(evaluation, most * (1 - 1e-7));
    if (!end.infeasible() && end.value >= before.value) {
      return end;
    }
    DualScaling[] best = {at(evaluation, 0).better(end).better(before)};
    UnivariateFunction dual =
        theta -> {
          DualScaling found = at(evaluation, theta);
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

  /** Returns a lower bound of the dual value in exact arithmetic; infinite ones are as they are. */
  double lower(Evaluation at) {
    if (Double.isInfinite(value)) {
      return value;
    }
    return value - at.dualError(theta) * (1 + 0x1p-50) - 0x1p-52 * Math.abs(value);
  }

  boolean infeasible() {
    return value == Double.NEGATIVE_INFINITY;
  }

  private DualScaling better(DualScaling other) {
    return other.value > value ? other : this;
  }

  /**
   * Returns the smallest theta whose value is at least a target, to a relative 1e-9, if this
   * scaling is the best of all; positive infinity if there is none.
   */
  double reaching(Evaluation evaluation, double target) {
    if (!(value >= target)) {
      return Double.POSITIVE_INFINITY;
    }
    if (value == target) {
      return theta;
    }
    double zero = at(evaluation, 0).value;
    if (zero >= target) {
      return 0;
    }
    if (evaluation.program().valuesPerPass() > 1) {
      return new DualSections(evaluation).reaching(target, this);
    }
    // Products of values must not underflow, whatever the unit of the loss.
    double unit = zero == Double.NEGATIVE_INFINITY ? value - target : value - zero;
    return new BracketingNthOrderBrentSolver(1e-9, 1e-15 * theta, 5)
        .solve(
            MOST_EVALUATIONS,
            t -> (at(evaluation, t).value - target) / unit,
            0,
            theta,
            AllowedSolution.ABOVE_SIDE);
  }

  static DualScaling at(Evaluation evaluation, double theta) {
    return new DualScaling(theta, evaluation.dualValues(theta)[0]);
  }
}
