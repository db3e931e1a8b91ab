package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.function.UnaryOperator;

/**
 * Preconditioned conjugate gradients for a Newton direction (Golub, Van Loan 2013, algorithm
 * 11.5.1), in the coordinates of a {@link ProxSpace}: H p = covector(Hess (B p)) + rho p.
 *
 * @param tolerance stop where the residual, in the norm of the preconditioner, is at most this
 *     share of the first
 * @param maxIterations the largest number of products with B
 */
record ConjugateGradients(double tolerance, int maxIterations) {
  /**
   * A direction.
   *
   * @param x coordinates
   * @param image B x
   */
  record Direction(double[] x, double[] image) {}

  /** Solves H x = right from x = 0; stops early where H shows no curvature. */
  Direction solve(ProxSpace space, UnaryOperator<double[]> hessian, double rho, double[] right) {
    double[] residual = right.clone();
    double[] z = space.precondition(residual);
    double[] imageZ = space.image(z);
    double[] p = z.clone();
    double[] imageP = imageZ.clone();
    double[] x = new double[z.length];
    double[] imageX = new double[imageZ.length];
    double size = space.inner(residual, z, imageZ);
    double target = tolerance * tolerance * size;
    for (int i = 0; i < maxIterations && size > target; i++) {
      double[] product = space.covector(hessian.apply(imageP));
      Vectors.addScaled(rho, p, product);
      double curvature = space.inner(product, p, imageP);
      if (!(curvature > 0)) {
        break;
      }
      double step = size / curvature;
      Vectors.addScaled(step, p, x);
      Vectors.addScaled(step, imageP, imageX);
      Vectors.addScaled(-step, product, residual);
      z = space.precondition(residual);
      imageZ = space.image(z);
      double next = space.inner(residual, z, imageZ);
      p = Vectors.combination(1, z, next / size, p);
      imageP = Vectors.combination(1, imageZ, next / size, imageP);
      size = next;
    }
    return new Direction(x, imageX);
  }
}
