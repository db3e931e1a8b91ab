package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.MovingPoint;
import io.github.convexheads.api.program.OutputCurve;
import io.github.convexheads.api.program.Variable;

/**
 * Where a descent of f(U, V) = (1/n) sum of losses + (beta/2) sum (||U_j||_F^2 + ||V_j||_F^2)
 * stands: the factors, as a moving point and as a vector, with loss and residual there.
 */
final class Place {
  private final ConvexProgram program;
  private final Precision precision;
  private final RowLosses losses;
  private final ParallelVectors vectors;
  private final FactorLayout layout;
  private final double[] x;
  private MovingPoint point;
  private double[] residual;
  private double loss;

  Place(ConvexProgram program, Precision precision, Variable start) {
    this.program = program.withPrecision(precision);
    this.precision = precision;
    this.losses = new RowLosses(program);
    this.vectors = new ParallelVectors(program.workers());
    this.layout = FactorLayout.of(start);
    this.x = layout.pack(start);
    renew(start);
  }

  /** Computes outputs and projections afresh. */
  void renew() {
    renew(point.variable());
  }

  private void renew(Variable at) {
    point = program.movingPoint(at);
    residual = new double[point.outputs().length];
    loss = losses.at(point.outputs(), residual);
  }

  Precision precision() {
    return precision;
  }

  FactorLayout layout() {
    return layout;
  }

  MovingPoint point() {
    return point;
  }

  /** Returns the factors as a vector; the array itself. */
  double[] x() {
    return x;
  }

  double beta() {
    return program.beta();
  }

  /** Returns f. */
  double objective() {
    return loss + program.beta() / 2 * vectors.dot(x, x);
  }

  /** Returns the gradient of f. */
  double[] gradient() {
    double[] g = layout.pack(point.adjoint(residual));
    vectors.addScaled(program.beta(), x, g);
    return g;
  }

  CurvaturePreconditioner curvature(FeatureCurvatures features) {
    return new CurvaturePreconditioner(program, precision, layout, point, losses, features);
  }

  /** The curvature at a point that heads have joined, with that of the others as it was. */
  CurvaturePreconditioner curvature(FeatureCurvatures features, CurvaturePreconditioner before) {
    return before.joined(program, precision, layout, point, losses, features);
  }

  /** Moves along d as far as f falls; returns the step, 0 where it does not fall. */
  double move(double[] d, double guess) {
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
    double[] there = new double[residual.length];
    LineSearch.Step step = search.search(guess, there);
    if (step.t() > 0) {
      point.move(step.t());
      vectors.addScaled(step.t(), d, x);
      residual = there;
      loss = step.loss();
    }
    return step.t();
  }

  /** Moves V alone, by one preconditioned gradient step. */
  void moveRight(CurvaturePreconditioner curvature) {
    double[] d = layout.pack(point.adjointRight(residual));
    for (int j = 0; j < layout.blocks(); j++) {
      for (int i = layout.right(j); i < layout.past(j); i++) {
        d[i] = -(d[i] + program.beta() * x[i]);
      }
    }
    curvature.applyRight(d);
    move(d, 1);
  }
}
