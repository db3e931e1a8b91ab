package io.github.convexheads.ojalgo.interior;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;

/**
 * The features phi of one block, written out: A Z and A^* E as a few products.
 *
 * <p>Beside an intercept they are those less their means, which the intercept makes up for, so that
 * features far from 0 cancel nothing: outputs differ by the same for every row, and products with
 * gradients, whose columns sum to 0, not at all.
 *
 * @param block the block
 * @param rows n * T
 * @param outputs c of the whole program
 * @param phi rows x (q*R), phi[row][k][r]
 * @param kernel does the products
 */
record BlockFeatures(Block block, int rows, int outputs, Matrix phi, Kernel kernel) {

  static BlockFeatures of(ConvexProgram program, int j) {
    Block block = program.blocks().get(j);
    LocalData data = program.localData().orElseThrow();
    int r = block.rows();
    double[] phi = data.project(j, Matrix.identity(r).toArray(), r);
    int rows = data.rows();
    if (program.intercept()) {
      centre(phi, block.width() * r, 1);
    }
    return new BlockFeatures(
        block,
        rows,
        program.size().outputs(),
        Matrix.of(phi, rows, block.width() * r),
        program.kernel());
  }

  /**
   * Takes the means off the columns, over every so-manieth row where rows are of several outputs.
   */
  static void centre(double[] phi, int columns, int outputs) {
    int stride = columns * outputs;
    for (int k = 0; k < stride; k++) {
      double sum = 0;
      for (int i = k; i < phi.length; i += stride) {
        sum += phi[i];
      }
      double mean = sum * stride / phi.length;
      for (int i = k; i < phi.length; i += stride) {
        phi[i] -= mean;
      }
    }
  }

  /** Adds alpha * A Z to outputs; Z is R x (q*c) row-major. */
  void addOutputs(double alpha, double[] z, double[] out) {
    int r = block.rows();
    int c = block.outputs();
    Matrix variable = Matrix.of(z, r, block.columns());
    Matrix own = Matrix.of(out, rows, outputs).columns(block.outputOffset(), c);
    for (int k = 0; k < block.width(); k++) {
      kernel.multiply(
          phi.columns(k * r, r), variable.columns(k * c, c), into(own).scaled(alpha).adding());
    }
  }

  /** Returns alpha * A^* E, R x (q*c) row-major. */
  double[] adjoint(double alpha, double[] e) {
    int r = block.rows();
    int c = block.outputs();
    double[] g = new double[Math.multiplyExact(r, block.columns())];
    Matrix gradient = Matrix.of(g, r, block.columns());
    Matrix own = Matrix.of(e, rows, outputs).columns(block.outputOffset(), c);
    for (int k = 0; k < block.width(); k++) {
      kernel.multiply(
          phi.columns(k * r, r).transposed(), own, into(gradient.columns(k * c, c)).scaled(alpha));
    }
    return g;
  }
}
