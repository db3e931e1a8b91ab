package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Solution;
import java.util.Optional;

/**
 * Local descent over the factors with a fixed number of components: L-BFGS around the inverse of
 * the Hessian's diagonal blocks, with exact line searches, until going on promises too little.
 */
final class Descent {
  /** Relative rounding of an objective in single and double precision, generously. */
  private static final double ROUNDING_32 = 1e-5;

  private static final double ROUNDING_64 = 1e-12;

  private final DescentState state;
  private final LowRankPolicy policy;
  private final GapEstimate gap;
  private final Monitor monitor;

  Descent(DescentState state, LowRankPolicy policy, GapEstimate gap, Monitor monitor) {
    this.state = state;
    this.policy = policy;
    this.gap = gap;
    this.monitor = monitor;
  }

  /**
   * When a descent ends of itself.
   *
   * @param aim the relative gap that a certificate may then well prove
   * @param remaining the share of what was gained so far that need not be gained any more
   * @param excess the relative gap that components within the span may leave open when a few have
   *     joined; 0 otherwise
   */
  record Goal(double aim, double remaining, double excess) {}

  /**
   * How a descent ended.
   *
   * @param iterations the number of finished iterations, earlier ones included
   * @param stop the reason to stop altogether, if there is one
   * @param exhausted whether the precision allows no further step
   */
  record End(int iterations, Optional<Solution.Status> stop, boolean exhausted) {}

  /** Descends to a goal, after some iterations before. */
  End run(Goal goal, int before) {
    Convergence convergence = new Convergence(state.precision());
    double first = state.objective();
    Optional<Solution.Status> stop = monitor.interrupted(before);
    for (int iteration = 1; stop.isEmpty(); iteration++) {
      if (!state.advance()) {
        return new End(before + iteration - 1, stop, true);
      }
      double objective = state.objective();
      stop = report(before + iteration, objective);
      convergence.add(objective);
      double gained = (first - objective) / Math.abs(objective);
      if (convergence.ended() || reached(goal, convergence, gained, iteration)) {
        return new End(before + iteration, stop, convergence.ended());
      }
      if (stop.isPresent()) {
        return new End(before + iteration, stop, false);
      }
    }
    return new End(before, stop, false);
  }

  private boolean reached(Goal goal, Convergence convergence, double gained, int iteration) {
    double left = convergence.remaining() / Math.abs(state.objective());
    if (left > goal.aim && left <= goal.remaining * gained) {
      return true;
    }
    boolean joined = goal.excess > 0 && iteration >= policy.joinedSteps();
    if (joined && state.excess(gap) <= goal.excess) {
      return true;
    }
    if (left > goal.aim) {
      return false;
    }
    double excess = state.excess(gap);
    return left + excess <= goal.aim || left <= policy.flat() * excess;
  }

  /** Reports an upper bound of the objective, which allows for the rounding of the descent. */
  private Optional<Solution.Status> report(int iteration, double objective) {
    double rounding = state.precision() == Precision.FLOAT64 ? ROUNDING_64 : ROUNDING_32;
    double bound = objective + rounding * Math.abs(objective);
    return monitor.report(iteration, state.point(), bound);
  }
}
