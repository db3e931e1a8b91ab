package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Status;
import java.util.Optional;

/**
 * Local descent over the factors with a fixed number of heads: L-BFGS around the inverse of the
 * Hessian's diagonal blocks, with exact line searches, until going on promises too little.
 */
final class Descent {
  /**
   * A descent that has this share of the excess left to gain lies flat on a saddle: some direction
   * should grow, but does so at the pace of its own size. New heads along it are faster.
   */
  private static final double FLAT = 0.003;

  /** Steps after which a descent that a few heads have joined may end. */
  private static final int FEWEST = 3;

  /** Relative rounding of an objective in single and double precision, generously. */
  private static final double ROUNDING_32 = 1e-5;

  private static final double ROUNDING_64 = 1e-12;

  private final DescentState course;
  private final GapEstimate gap;
  private final Monitor monitor;

  Descent(DescentState course, GapEstimate gap, Monitor monitor) {
    this.course = course;
    this.gap = gap;
    this.monitor = monitor;
  }

  /**
   * When a descent ends of itself.
   *
   * @param aim the relative gap that a certificate may then well prove
   * @param share new heads promise more than going on when all that remains is this share of what
   *     was gained so far
   * @param excess the relative gap that heads within the span may leave open when a few heads have
   *     joined; 0 otherwise
   */
  record Goal(double aim, double share, double excess) {}

  /**
   * Where a descent ended.
   *
   * @param point the point
   * @param iterations the number of finished iterations, earlier ones included
   * @param stop the reason to stop altogether, if there is one
   * @param exhausted whether the precision allows no further step
   */
  record End(Variable point, int iterations, Optional<Status> stop, boolean exhausted) {}

  /** Descends to a goal. */
  End run(Goal goal, int before) {
    Convergence convergence = new Convergence(course.precision());
    double first = course.objective();
    int iteration = 0;
    Optional<Status> stop = monitor.interrupted(before);
    while (stop.isEmpty()) {
      if (!course.advance()) {
        return new End(course.point(), before + iteration, stop, true);
      }
      iteration++;
      double objective = course.objective();
      stop = report(before + iteration, objective);
      convergence.add(objective);
      double remaining = convergence.remaining() / Math.abs(objective);
      double gained = (first - objective) / Math.abs(objective);
      boolean ready =
          convergence.ended()
              || (remaining > goal.aim && remaining <= goal.share * gained)
              || (iteration >= FEWEST && goal.excess > 0 && course.excess(gap) <= goal.excess);
      if (!ready && remaining <= goal.aim) {
        double excess = course.excess(gap);
        ready = remaining + excess <= goal.aim || remaining <= FLAT * excess;
      }
      if (ready) {
        return new End(course.point(), before + iteration, stop, convergence.ended());
      }
    }
    return new End(course.point(), before + iteration, stop, false);
  }

  /** Reports an upper bound of the objective, which allows for the rounding of the descent. */
  private Optional<Status> report(int iteration, double objective) {
    double rounding = course.precision() == Precision.FLOAT64 ? ROUNDING_64 : ROUNDING_32;
    double bound = objective + rounding * Math.abs(objective);
    return monitor.report(iteration, course.point(), bound);
  }
}
