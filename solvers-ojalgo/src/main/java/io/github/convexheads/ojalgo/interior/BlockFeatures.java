package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;

/**
 * The features phi of one block, written out: A Z and A^* E as a few products.
 *
 * @param block the block
 * @param rows n * T
 * @param outputs c of the whole program
 * @param phi rows x q x R values, phi[row][k][r]
 * @param kernel does the products
 */
record BlockFeatures(
    Block block,
    int rows,
    int outputs,
    double[] phi,
    io.github.convexheads.api.kernel.Kernel kernel) {

  static BlockFeatures of(ConvexProgram program, int j) {
    Block block = program.blocks().get(j);
    LocalData data = program.localData().orElseThrow();
    Matrix eye = Matrix.identity(program.kernel(), block.rows());
    double[] phi = data.project(j, eye.values(), block.rows());
    return new BlockFeatures(block, data.rows(), program.size().outputs(), phi, program.kernel());
  }

  /** Adds alpha * A Z to outputs; Z is R x (q*c) row-major. */
  void addOutputs(double alpha, double[] z, double[] out) {
    int r = block.rows();
    int c = block.outputs();
    for (int k = 0; k < block.width(); k++) {
      kernel.gemm(
          false,
          false,
          rows,
          c,
          r,
          alpha,
          phi,
          k * r,
          block.width() * r,
          z,
          k * c,
          block.columns(),
          1,
          out,
          block.outputOffset(),
          outputs);
    }
  }

  /** Returns alpha * A^* E, R x (q*c) row-major. */
  double[] adjoint(double alpha, double[] e) {
    int r = block.rows();
    int c = block.outputs();
    double[] g = new double[Math.multiplyExact(r, block.columns())];
    for (int k = 0; k < block.width(); k++) {
      kernel.gemm(
          true,
          false,
          r,
          c,
          rows,
          alpha,
          phi,
          k * r,
          block.width() * r,
          e,
          block.outputOffset(),
          outputs,
          0,
          g,
          k * c,
          block.columns());
    }
    return g;
  }
}
