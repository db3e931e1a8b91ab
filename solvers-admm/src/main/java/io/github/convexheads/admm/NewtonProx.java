package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;

/**
 * The proximal map of any smooth loss by inexact Newton steps: conjugate gradients on the Hessian
 * A^* Hess A + rho I, preconditioned by the inverse of curvature * A^* A + rho I, with a
 * backtracking line search (Nocedal, Wright 2006, algorithm 7.1).
 */
final class NewtonProx implements Shard.Prox {
  private static final int MOST_STEPS = 50;
  private static final double SUFFICIENT = 1e-4;

  /** The largest share of the gradient that conjugate gradients may leave. */
  private static final double LOOSEST = 0.1;

  private final ProxSpace space;
  private final ShardLoss loss;
  private final int cgIterations;

  NewtonProx(ProxSpace space, ShardLoss loss, int cgIterations) {
    this.space = space;
    this.loss = loss;
    this.cgIterations = cgIterations;
  }

  @Override
  public double[] at(double[] target, double rho, double accuracy, double[] start) {
    double[] fixed = space.outputs(target);
    double[] x = space.coordinates(start, target, loss.gradient(space.outputs(start)), rho);
    double[] image = space.image(x);
    double first = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] out = Vectors.combination(1, fixed, 1, image);
      double[] gradient = space.covector(loss.gradient(out));
      Vectors.addScaled(rho, x, gradient);
      double norm = Math.sqrt(Math.max(0, space.inner(gradient, gradient, space.image(gradient))));
      if (!(norm > accuracy)) {
        break;
      }
      first = Math.max(first, norm);
      double forcing = Math.max(0.3 * accuracy / norm, Math.min(LOOSEST, norm / first));
      ConjugateGradients.Direction move =
          new ConjugateGradients(Math.min(LOOSEST, forcing), cgIterations)
              .solve(space, loss.hessian(out), rho, negated(gradient));
      double length = search(x, out, gradient, move, rho);
      if (length == 0) {
        break;
      }
      Vectors.addScaled(length, move.x(), x);
      Vectors.addScaled(length, move.image(), image);
    }
    return space.point(target, x);
  }

  /** Halves the step until the objective falls enough; 0 where rounding hides any fall. */
  private double search(
      double[] x, double[] out, double[] gradient, ConjugateGradients.Direction move, double rho) {
    double slope = space.inner(gradient, move.x(), move.image());
    double before = loss.value(out);
    double linear = rho * space.inner(x, move.x(), move.image());
    double square = rho * space.inner(move.x(), move.x(), move.image()) / 2;
    double rounding = 1e-14 * (Math.abs(before) + Math.abs(linear) + square);
    for (double t = 1; t > 1e-10; t /= 2) {
      double value = loss.value(Vectors.combination(1, out, t, move.image()));
      double difference = value - before + t * linear + t * t * square;
      if (difference <= SUFFICIENT * t * slope + rounding) {
        return t;
      }
    }
    return 0;
  }

  private static double[] negated(double[] x) {
    return Vectors.combination(-1, x, 0, x);
  }
}
