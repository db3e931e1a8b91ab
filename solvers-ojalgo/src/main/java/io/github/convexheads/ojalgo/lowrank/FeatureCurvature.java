package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;

/**
 * The Hessian of the loss with respect to U, as the Kronecker product of S = sum over rows of phi
 * phi^T (R x R) and V^T V / q (k x k) times the mean curvature of a row's loss: exact for the
 * squared loss with q = 1. The eigenvectors of S do not change from point to point.
 */
final class FeatureCurvature {
  /** Blocks with more rows are left to the descent: for them beta outweighs most of S. */
  static final int LARGEST_SIDE = 512;

  private static final int MOST_VALUES = 1 << 23;

  private final Kernel kernel;
  private final Block block;
  private final SymmetricEigen features;

  FeatureCurvature(ConvexProgram program, int index) {
    this.kernel = program.kernel();
    this.block = program.blocks().get(index);
    int side = block.rows();
    double[] s = new double[side * side];
    long column = (long) program.rows() * block.width();
    int chunk = (int) Math.max(1, Math.min(side, MOST_VALUES / column));
    for (int from = 0; from < side; from += chunk) {
      int k = Math.min(chunk, side - from);
      double[] eye = new double[side * k];
      for (int h = 0; h < k; h++) {
        eye[(from + h) * k + h] = 1;
      }
      double[] part = program.backproject(index, program.project(index, eye, k), k);
      for (int r = 0; r < side; r++) {
        System.arraycopy(part, r * k, s, r * side + from, k);
      }
    }
    this.features = kernel.eigen(s, side);
  }

  /** Divides U, which begins at {@code at}, by the Kronecker product plus beta. */
  void solve(double[] x, int at, Factors z, double curvature, double beta) {
    int side = block.rows();
    int k = z.rank();
    double[] products = new double[k * k];
    kernel.gemm(
        true,
        false,
        k,
        k,
        z.columns(),
        curvature / block.width(),
        z.right(),
        0,
        k,
        z.right(),
        0,
        k,
        0,
        products,
        0,
        k);
    SymmetricEigen heads = kernel.eigen(products, k);
    double[] half = new double[side * k];
    double[] rotated = new double[side * k];
    kernel.gemm(
        true, false, side, k, side, 1, features.vectors(), 0, side, x, at, k, 0, half, 0, k);
    kernel.gemm(false, false, side, k, k, 1, half, 0, k, heads.vectors(), 0, k, 0, rotated, 0, k);
    for (int r = 0; r < side; r++) {
      for (int h = 0; h < k; h++) {
        double product = Math.max(0, features.values()[r]) * Math.max(0, heads.values()[h]);
        rotated[r * k + h] /= product + beta;
      }
    }
    kernel.gemm(false, true, side, k, k, 1, rotated, 0, k, heads.vectors(), 0, k, 0, half, 0, k);
    kernel.gemm(
        false, false, side, k, side, 1, features.vectors(), 0, side, half, 0, k, 0, x, at, k);
  }
}
