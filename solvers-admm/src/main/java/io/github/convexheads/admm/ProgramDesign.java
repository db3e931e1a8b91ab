package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;

/**
 * A shard's features left where they are: A and its adjoint are passes over the data, and only a
 * sketch of A^* A is kept.
 */
final class ProgramDesign implements Design {
  private final Layout layout;
  private final LocalData shard;
  private final NystromSketch sketch;

  ProgramDesign(Layout layout, ConvexProgram shard, int rank) {
    this.layout = layout;
    this.shard = shard.localData().orElseThrow();
    this.sketch = NystromSketch.of(layout, this, shard, rank);
  }

  @Override
  public double[] outputs(double[] z) {
    return shard.outputs(layout.variable(z));
  }

  @Override
  public double[] adjoint(double[] e) {
    double[] z = new double[layout.length()];
    for (int j = 0; j < layout.blocks().size(); j++) {
      Block block = layout.block(j);
      if (block.columns() <= block.rows()) {
        double[] eye = Matrix.identity(block.columns()).toArray();
        double[] g = shard.adjointTimes(j, e, eye, block.columns());
        layout.matrix(z, j).copyFrom(Matrix.of(g, block.rows(), block.columns()));
      } else {
        double[] eye = Matrix.identity(block.rows()).toArray();
        double[] t = shard.adjointTransposeTimes(j, e, eye, block.rows());
        layout.matrix(z, j).copyFrom(Matrix.of(t, block.columns(), block.rows()).transposed());
      }
    }
    return z;
  }

  @Override
  public Inverse inverse(double weight, double rho) {
    return sketch.inverse(weight, rho);
  }
}
