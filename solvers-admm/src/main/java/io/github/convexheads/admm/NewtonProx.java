package io.github.convexheads.admm;

import java.util.function.UnaryOperator;

/**
 * The proximal map of any smooth loss by inexact Newton steps: conjugate gradients on weight A^*
 * Hess A + rho I, preconditioned by the inverse of the curvature bound curvature * A^* A + rho I,
 * with a backtracking line search (Nocedal, Wright 2006, algorithm 7.1).
 */
final class NewtonProx implements LossProx {
  private static final int MOST_STEPS = 50;
  private static final double SUFFICIENT = 1e-4;

  /** The largest share of the gradient that conjugate gradients may leave. */
  private static final double LOOSEST = 0.1;

  private final Design design;
  private final ShardLoss loss;
  private final RegularizedInverse inverse;
  private final int cgIterations;

  NewtonProx(Design design, ShardLoss loss, RegularizedInverse inverse, int cgIterations) {
    this.design = design;
    this.loss = loss;
    this.inverse = inverse;
    this.cgIterations = cgIterations;
  }

  @Override
  public double[] at(double[] target, double rho, double accuracy, double[] start) {
    double[] z = start.clone();
    double[] out = design.outputs(z);
    double[] gradient = gradient(z, out, target, rho);
    double first = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double norm = Vectors.norm(gradient);
      if (!(norm > accuracy)) {
        break;
      }
      first = Math.max(first, norm);
      double forcing = Math.max(0.3 * accuracy / norm, Math.min(LOOSEST, norm / first));
      double[] move = direction(out, gradient, rho, Math.min(LOOSEST, forcing));
      double[] change = design.outputs(move);
      double length = search(z, out, gradient, move, change, target, rho);
      if (length == 0) {
        break;
      }
      Vectors.addScaled(length, move, z);
      Vectors.addScaled(length, change, out);
      gradient = gradient(z, out, target, rho);
    }
    return z;
  }

  private double[] gradient(double[] z, double[] out, double[] target, double rho) {
    double[] gradient = design.adjoint(loss.gradient(out));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += rho * (z[i] - target[i]);
    }
    return gradient;
  }

  private double[] direction(double[] out, double[] gradient, double rho, double tolerance) {
    UnaryOperator<double[]> hessian = loss.hessian(out);
    double[] downhill = Vectors.combination(-1, gradient, 0, gradient);
    return new ConjugateGradients(tolerance, cgIterations)
        .solve(
            v -> {
              double[] image = design.adjoint(hessian.apply(design.outputs(v)));
              Vectors.addScaled(rho, v, image);
              return image;
            },
            downhill,
            inverse::times);
  }

  /** Halves the step until the objective falls enough; 0 where rounding hides any fall. */
  private double search(
      double[] z,
      double[] out,
      double[] gradient,
      double[] move,
      double[] change,
      double[] target,
      double rho) {
    double slope = Vectors.dot(gradient, move);
    double before = loss.value(out);
    double distance = Vectors.distance(z, target);
    double rounding = 1e-14 * (Math.abs(before) + rho * distance * distance / 2);
    double[] shift = Vectors.combination(1, z, -1, target);
    double linear = rho * Vectors.dot(shift, move);
    double square = rho * Vectors.dot(move, move) / 2;
    for (double t = 1; t > 1e-10; t /= 2) {
      double value = loss.value(Vectors.combination(1, out, t, change));
      double difference = value - before + t * linear + t * t * square;
      if (difference <= SUFFICIENT * t * slope + rounding) {
        return t;
      }
    }
    return 0;
  }
}
