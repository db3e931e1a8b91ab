package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.MovingPoint;
import io.github.convexheads.api.program.OutputCurve;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Status;
import java.util.List;
import java.util.Optional;

/**
 * Local descent of f(U, V) = (1/n) sum of losses + (beta/2) sum (||U_j||_F^2 + ||V_j||_F^2) with a
 * fixed number of heads: L-BFGS around the inverse of the Hessian's diagonal blocks, with exact
 * line searches.
 */
final class Descent {
  /** Steps after which outputs and projections are computed afresh. */
  private static final int RENEWAL = 60;

  private final ConvexProgram program;
  private final Precision precision;
  private final int memory;
  private final Monitor monitor;
  private final RowLosses losses;
  private final ParallelVectors vectors;
  private final List<FeatureCurvature> features;

  Descent(
      ConvexProgram program,
      Precision precision,
      int memory,
      Monitor monitor,
      List<FeatureCurvature> features) {
    this.program = program;
    this.precision = precision;
    this.memory = memory;
    this.monitor = monitor;
    this.losses = new RowLosses(program);
    this.vectors = new ParallelVectors(program.workers());
    this.features = features;
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

  /**
   * Descends until the estimated distance to the local optimum is below {@code accuracy} times the
   * objective.
   */
  End run(Variable start, double accuracy, int iterationsBefore) {
    FactorLayout layout = FactorLayout.of(start);
    MovingPoint point = program.movingPoint(start);
    double[] x = layout.pack(start);
    double[] residual = new double[point.outputs().length];
    double loss = losses.at(point.outputs(), residual);
    double[] gradient = gradient(layout, point, residual, x);
    LimitedMemory history = new LimitedMemory(memory, vectors);
    Preconditioner preconditioner = null;
    Convergence convergence = new Convergence(precision);
    double step = 1;
    int nextCurvature = 0;
    int iteration = 0;
    boolean exhausted = false;
    Optional<Status> stop = monitor.interrupted(iterationsBefore);
    while (stop.isEmpty()) {
      if (iteration >= nextCurvature) {
        preconditioner = new CurvaturePreconditioner(program, layout, point, losses, features);
        nextCurvature = nextCurvature(iteration);
      }
      double[] d = history.direction(gradient, preconditioner);
      OutputCurve curve = point.along(layout.unpack(d));
      LineSearch search =
          new LineSearch(
              losses,
              point.outputs(),
              residual,
              curve,
              program.beta() * vectors.dot(x, d),
              program.beta() / 2 * vectors.dot(d, d),
              loss);
      double[] trial = new double[residual.length];
      LineSearch.Step taken = search.search(step, trial);
      if (taken.t() == 0) {
        if (history.isEmpty()) {
          exhausted = true;
          break;
        }
        history.clear();
        step = 1;
        continue;
      }
      point.move(taken.t());
      double[] s = vectors.scaled(taken.t(), d);
      vectors.addScaled(1, s, x);
      residual = trial;
      loss = taken.loss();
      step = taken.t();
      iteration++;
      if (iteration % RENEWAL == 0) {
        point = program.movingPoint(point.variable());
        loss = losses.at(point.outputs(), residual);
      }
      double[] next = gradient(layout, point, residual, x);
      history.add(s, vectors.difference(next, gradient));
      gradient = next;
      double objective = loss + program.beta() / 2 * vectors.dot(x, x);
      stop = report(iterationsBefore + iteration, point.variable(), objective);
      convergence.add(objective);
      if (convergence.remaining() <= accuracy * Math.abs(objective)) {
        exhausted = convergence.ended();
        break;
      }
    }
    return new End(point.variable(), iterationsBefore + iteration, stop, exhausted);
  }

  private double[] gradient(FactorLayout layout, MovingPoint point, double[] residual, double[] x) {
    double[] g = layout.pack(point.adjoint(residual));
    vectors.addScaled(program.beta(), x, g);
    return g;
  }

  /** Often while the point moves far, seldom later: after 0, 3, 7, 12, 19, 29, ... steps. */
  private static int nextCurvature(int iteration) {
    return iteration + 3 + iteration * 2 / 5;
  }

  /** Reports an upper bound of the objective, which allows for the rounding of the descent. */
  private Optional<Status> report(int iteration, Variable point, double objective) {
    double rounding = precision == Precision.FLOAT64 ? 1e-12 : 1e-5;
    return monitor.report(iteration, point, objective * (1 + rounding), Double.NEGATIVE_INFINITY);
  }
}
