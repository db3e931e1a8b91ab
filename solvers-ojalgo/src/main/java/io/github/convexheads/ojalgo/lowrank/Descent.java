package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Status;
import java.util.Optional;

/**
 * Local descent over the factors with a fixed number of heads: L-BFGS around the inverse of the
 * Hessian's diagonal blocks, with exact line searches.
 *
 * <p>Where projections are kept, every step is followed by one of V alone, which costs a fraction
 * of it: U and V couple, and eliminating V more nearly halves the number of steps.
 */
final class Descent {
  /** Steps after which outputs and projections are computed afresh. */
  private static final int RENEWAL = 60;

  /** Steps of V alone when heads are new. */
  private static final int SETTLING = 6;

  /**
   * A descent that has this share of the excess left to gain lies flat on a saddle: some direction
   * should grow, but does so at the pace of its own size. New heads along it are faster.
   */
  private static final double FLAT = 0.003;

  /** Relative rounding of an objective in single and double precision, generously. */
  private static final double ROUNDING_32 = 1e-5;

  private static final double ROUNDING_64 = 1e-12;

  private final ConvexProgram program;
  private final Precision precision;
  private final int memory;
  private final Monitor monitor;
  private final FeatureCurvatures features;
  private final ParallelVectors vectors;

  Descent(
      ConvexProgram program,
      Precision precision,
      int memory,
      Monitor monitor,
      FeatureCurvatures features) {
    this.program = program;
    this.precision = precision;
    this.memory = memory;
    this.monitor = monitor;
    this.features = features;
    this.vectors = new ParallelVectors(program.workers());
  }

  /**
   * Where a descent ended.
   *
   * @param point the point
   * @param iterations the number of finished iterations, earlier ones included
   * @param stop the reason to stop altogether, if there is one
   * @param exhausted whether the precision allows no further step
   */
  record End(Variable point, int iterations, Optional<Status> stop, boolean exhausted) {}

  /** Adjusts V to new heads and balances the factors, so that the descent starts well scaled. */
  Variable settled(Variable start, int iterations) {
    Place place = new Place(program, precision, start);
    if (!place.point().keepsProjections()) {
      return start;
    }
    CurvaturePreconditioner curvature = place.curvature(features);
    for (int i = 0; i < SETTLING && monitor.interrupted(iterations).isEmpty(); i++) {
      place.moveRight(curvature);
    }
    return place.point().variable().balanced(program.kernel(), 1e-13);
  }

  /**
   * Descends until a certificate may well prove a relative gap of {@code aim}, or until new heads
   * promise more than going on: when all that remains is {@code share} of what was gained so far.
   */
  End run(Variable start, double aim, double share, int before) {
    Place place = new Place(program, precision, start);
    int pairs = LimitedMemory.affordable(memory, Math.max(1, place.x().length));
    LimitedMemory history = new LimitedMemory(pairs, vectors);
    Convergence convergence = new Convergence(precision);
    GapEstimate gap = new GapEstimate(program.kernel());
    CurvaturePreconditioner curvature = null;
    double[] gradient = place.gradient();
    double first = place.objective();
    double step = 1;
    int nextCurvature = 0;
    int iteration = 0;
    Optional<Status> stop = monitor.interrupted(before);
    while (stop.isEmpty()) {
      if (iteration >= nextCurvature) {
        curvature = place.curvature(features);
        nextCurvature = iteration + 5 + iteration * 3 / 4;
      }
      double[] from = place.x().clone();
      double[] d = history.direction(gradient, curvature);
      double taken = place.move(d, step);
      if (taken == 0) {
        if (history.isEmpty()) {
          return new End(place.point().variable(), before + iteration, stop, true);
        }
        history.clear();
        step = 1;
        continue;
      }
      step = taken;
      if (place.point().keepsProjections()) {
        place.moveRight(curvature);
      }
      iteration++;
      if (iteration % RENEWAL == 0) {
        place.renew();
      }
      double[] next = place.gradient();
      history.add(vectors.difference(place.x(), from), vectors.difference(next, gradient));
      gradient = next;
      double objective = place.objective();
      stop = report(before + iteration, place.point().variable(), objective);
      convergence.add(objective);
      double remaining = convergence.remaining() / Math.abs(objective);
      double gained = (first - objective) / Math.abs(objective);
      boolean ready = convergence.ended() || (remaining > aim && remaining <= share * gained);
      if (!ready && remaining <= aim) {
        double excess = gap.excess(place, gradient);
        ready = remaining + excess <= aim || remaining <= FLAT * excess;
      }
      if (ready) {
        return new End(place.point().variable(), before + iteration, stop, convergence.ended());
      }
    }
    return new End(place.point().variable(), before + iteration, stop, false);
  }

  /** Reports an upper bound of the objective, which allows for the rounding of the descent. */
  private Optional<Status> report(int iteration, Variable point, double objective) {
    double rounding = precision == Precision.FLOAT64 ? ROUNDING_64 : ROUNDING_32;
    double bound = objective + rounding * Math.abs(objective);
    return monitor.report(iteration, point, bound, Double.NEGATIVE_INFINITY);
  }
}
