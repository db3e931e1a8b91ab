package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;

/**
 * What the gradient at a point already tells of its certificate. With M = A_j^* E, the gradient
 * holds M V and M^T U, and hence the norm of M on the span of the present components, a lower bound
 * of ||M||_2: a certificate cannot prove what this excludes.
 */
final class GapEstimate {
  /** Directions of factors below this share of the largest are noise. */
  private static final double NOISE = 1e-12;

  private final Kernel kernel;
  private final double beta;

  GapEstimate(ConvexProgram program) {
    this.kernel = program.kernel();
    this.beta = program.beta();
  }

  /**
   * Returns the relative gap that the excess of ||M||_2 over beta costs, to first order, at a point
   * with the gradient of the objective there.
   */
  double excess(Variable z, Variable g, double objective) {
    double largest = 0;
    for (int j = 0; j < z.blocks().size(); j++) {
      Factors at = z.block(j);
      Factors slope = g.block(j);
      largest = Math.max(largest, norm(slope.left(), at.left(), at.right(), at));
      largest = Math.max(largest, norm(slope.right(), at.right(), at.left(), at));
    }
    double size = beta * Components.size(z);
    return Math.max(0, largest / beta - 1) * size / Math.abs(objective);
  }

  /** Returns ||M Q||_2 with Q an orthonormal basis of V, from g = M V + beta U (or transposed). */
  private double norm(double[] g, double[] u, double[] v, Factors at) {
    int k = at.rank();
    if (k == 0) {
      return 0;
    }
    double[] image = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      image[i] = g[i] - beta * u[i];
    }
    SymmetricEigen basis = kernel.eigen(gram(v, k));
    double[] roots = new double[k * k];
    for (int h = 0; h < k; h++) {
      double value = basis.values()[h];
      double root = value > NOISE * basis.values()[0] ? 1 / Math.sqrt(value) : 0;
      for (int i = 0; i < k; i++) {
        roots[i * k + h] = basis.vectors()[i * k + h] * root;
      }
    }
    Matrix scaling = Matrix.of(roots, k, k);
    Matrix half = kernel.multiply(gram(image, k), scaling);
    Matrix whole = kernel.multiply(scaling.transposed(), half);
    return Math.sqrt(Math.max(0, kernel.eigen(whole).values()[0]));
  }

  private Matrix gram(double[] a, int k) {
    Matrix columns = Matrix.of(a, a.length / k, k);
    return kernel.multiply(columns.transposed(), columns);
  }
}
