package io.github.convexheads.admm;

import java.util.function.UnaryOperator;

/**
 * Preconditioned conjugate gradients for H x = b with H and the preconditioner symmetric positive
 * definite (Golub, Van Loan 2013, algorithm 11.5.1).
 *
 * @param tolerance stop where ||b - H x|| is at most this share of ||b||
 * @param maxIterations the largest number of products with H
 */
record ConjugateGradients(double tolerance, int maxIterations) {

  /** Solves from x = 0 and returns the best x found; stops early where H shows no curvature. */
  double[] solve(UnaryOperator<double[]> h, double[] b, UnaryOperator<double[]> inverse) {
    double[] x = new double[b.length];
    double[] residual = b.clone();
    double target = tolerance * Vectors.norm(b);
    double[] z = inverse.apply(residual);
    double[] direction = z.clone();
    double rz = Vectors.dot(residual, z);
    for (int i = 0; i < maxIterations && Vectors.norm(residual) > target; i++) {
      double[] image = h.apply(direction);
      double curvature = Vectors.dot(direction, image);
      if (!(curvature > 0)) {
        break;
      }
      double step = rz / curvature;
      Vectors.addScaled(step, direction, x);
      Vectors.addScaled(-step, image, residual);
      z = inverse.apply(residual);
      double next = Vectors.dot(residual, z);
      direction = Vectors.combination(1, z, next / rz, direction);
      rz = next;
    }
    return x;
  }
}
