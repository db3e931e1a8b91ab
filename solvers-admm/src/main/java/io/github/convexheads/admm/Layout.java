package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the dense blocks of a variable lie in one array: block j is R_j x C_j, row-major, from
 * {@code offset(j)}, C_j = q_j * c_j.
 */
final class Layout {
  private final List<Block> blocks;
  private final int[] offsets;

  Layout(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
    this.offsets = new int[blocks.size() + 1];
    for (int j = 0; j < blocks.size(); j++) {
      int size = Math.multiplyExact(blocks.get(j).rows(), blocks.get(j).columns());
      offsets[j + 1] = Math.addExact(offsets[j], size);
    }
  }

  List<Block> blocks() {
    return blocks;
  }

  Block block(int j) {
    return blocks.get(j);
  }

  int offset(int j) {
    return offsets[j];
  }

  /** Returns the number of entries of all blocks. */
  int length() {
    return offsets[blocks.size()];
  }

  /** Copies one block out. */
  double[] block(double[] z, int j) {
    return Arrays.copyOfRange(z, offsets[j], offsets[j + 1]);
  }

  /** Views one block, R x (q*c). */
  Matrix matrix(double[] z, int j) {
    Block block = blocks.get(j);
    int size = offsets[j + 1] - offsets[j];
    Matrix flat = Matrix.of(z, 1, z.length).columns(offsets[j], size);
    return flat.reshaped(block.rows(), block.columns());
  }

  /** Writes a variable out, dense. */
  double[] dense(Variable variable, Kernel kernel) {
    double[] z = new double[length()];
    for (int j = 0; j < blocks.size(); j++) {
      Factors factors = variable.block(j);
      if (factors.rank() > 0) {
        double[] block = factors.toDense(kernel);
        System.arraycopy(block, 0, z, offsets[j], block.length);
      }
    }
    return z;
  }

  /** Wraps dense blocks as a variable of full rank. */
  Variable variable(double[] z) {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      factors.add(Factors.ofDense(block(z, j), blocks.get(j).rows(), blocks.get(j).columns()));
    }
    return new Variable(factors);
  }
}
