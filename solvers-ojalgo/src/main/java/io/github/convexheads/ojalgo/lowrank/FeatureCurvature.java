package io.github.convexheads.ojalgo.lowrank;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import java.util.Optional;

/**
 * The Hessian of the loss with respect to U, as the Kronecker product of S = sum over rows of phi
 * phi^T (R x R) and V^T V / q (k x k) times the mean curvature of a row's loss: exact for the
 * squared loss with q = 1. The eigenvectors of S do not change from point to point.
 *
 * <p>S is held as E diag(s) E^T + t (I - E E^T): exactly where R is small, else by a sketch whose
 * least eigenvalue t stands for all that it leaves out.
 */
final class FeatureCurvature {
  private final Kernel kernel;
  private final Block block;
  private final double[] vectors;
  private final double[] values;
  private final double tail;

  /**
   * A curvature with a given S.
   *
   * @param kernel the linear algebra
   * @param block the block
   * @param vectors E, R x m, row-major, orthonormal columns
   * @param values s, m values of at least 0
   * @param tail t, at least 0
   */
  FeatureCurvature(Kernel kernel, Block block, double[] vectors, double[] values, double tail) {
    this.kernel = kernel;
    this.block = block;
    this.vectors = vectors;
    this.values = values;
    this.tail = tail;
  }

  /** Computes S and all its eigenvectors; empty where the program does not offer S. */
  static Optional<FeatureCurvature> exact(ConvexProgram program, int index) {
    Block block = program.blocks().get(index);
    int side = block.rows();
    double[] eye = Matrix.identity(side).toArray();
    return program
        .featureProduct(index, eye, side, Long.MAX_VALUE)
        .filter(FeatureCurvatures::usable)
        .map(s -> of(program.kernel(), block, program.kernel().eigen(s, side)));
  }

  private static FeatureCurvature of(Kernel kernel, Block block, SymmetricEigen eigen) {
    double[] values = eigen.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return new FeatureCurvature(kernel, block, eigen.vectors(), values, 0);
  }

  /**
   * Divides U, which begins at {@code at}, by the Kronecker product plus beta: with H the
   * eigenvectors and h the eigenvalues of the k x k factor, it is what t leaves of U H, corrected
   * within the span of E.
   */
  void solve(double[] x, int at, Factors z, double curvature, double beta) {
    int side = block.rows();
    int k = z.rank();
    int m = values.length;
    Matrix u = Matrix.of(x, 1, x.length).columns(at, side * k).reshaped(side, k);
    Matrix v = Matrix.of(z.right(), z.columns(), k);
    Matrix products = Matrix.zeros(Precision.FLOAT64, k, k);
    kernel.multiply(v.transposed(), v, into(products).scaled(curvature / block.width()));
    SymmetricEigen mixed = kernel.eigen(products);
    Matrix basis = Matrix.of(mixed.vectors(), k, k);
    Matrix rotated = kernel.multiply(u, basis);
    Matrix span = Matrix.of(vectors, side, m);
    Matrix within = kernel.multiply(span.transposed(), rotated);
    double[] outside = new double[k];
    for (int h = 0; h < k; h++) {
      outside[h] = 1 / (tail * Math.max(0, mixed.values()[h]) + beta);
    }
    for (int r = 0; r < m; r++) {
      for (int h = 0; h < k; h++) {
        double inside = 1 / (values[r] * Math.max(0, mixed.values()[h]) + beta);
        within.set(r, h, within.get(r, h) * (inside - outside[h]));
      }
    }
    rotated.transposed().scaleRows(outside);
    kernel.multiply(span, within, into(rotated).adding());
    kernel.multiply(rotated, basis.transposed(), into(u));
  }
}
