package io.github.convexheads.admm;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard's lifted features written out: Phi_j in R^(rows x (q*R)) for every block, columns ordered
 * (k, r), so that A and its adjoint are matrix products and A^* A can be factored.
 */
final class MaterializedDesign implements Design {
  private final Layout layout;
  private final Kernel kernel;
  private final int rows;
  private final int outputs;
  private final List<Matrix> features = new ArrayList<>();
  private final List<GramSystem> systems = new ArrayList<>();

  MaterializedDesign(Layout layout, ConvexProgram shard) {
    this.layout = layout;
    this.kernel = shard.kernel();
    LocalData data = shard.localData().orElseThrow();
    this.rows = data.rows();
    this.outputs = shard.size().outputs();
    for (int j = 0; j < layout.blocks().size(); j++) {
      int r = layout.block(j).rows();
      double[] phi = data.project(j, Matrix.identity(r).toArray(), r);
      features.add(Matrix.of(phi, rows, layout.block(j).width() * r));
    }
    for (OutputGroup group : OutputGroup.of(layout.blocks(), outputs)) {
      systems.add(new GramSystem(layout, group, features, outputs, kernel));
    }
  }

  @Override
  public double[] outputs(double[] z) {
    double[] out = new double[rows * outputs];
    for (int j = 0; j < features.size(); j++) {
      Matrix x = Matrix.of(unfolded(z, j), features.get(j).columns(), layout.block(j).outputs());
      kernel.multiply(features.get(j), x, into(outputsOf(j, out)).adding());
    }
    return out;
  }

  @Override
  public double[] adjoint(double[] e) {
    double[] z = new double[layout.length()];
    for (int j = 0; j < features.size(); j++) {
      Matrix x = kernel.multiply(features.get(j).transposed(), outputsOf(j, e));
      fold(x.toArray(), z, j);
    }
    return z;
  }

  /** The outputs that a block writes, of all outputs row by row. */
  private Matrix outputsOf(int j, double[] all) {
    Block block = layout.block(j);
    return Matrix.of(all, rows, outputs).columns(block.outputOffset(), block.outputs());
  }

  @Override
  public Inverse inverse(double weight, double rho) {
    List<GramSystem.Factor> factors =
        systems.stream().map(system -> system.factor(weight, rho)).toList();
    return new Inverse() {
      @Override
      public double[] times(double[] b) {
        double[] x = new double[b.length];
        factors.forEach(factor -> factor.solve(b, x));
        return x;
      }

      @Override
      public boolean exact() {
        return true;
      }
    };
  }

  @Override
  public ProxSpace space(double weight, double rho) {
    if (systems.stream().allMatch(GramSystem::isDual)) {
      return new ProxSpace.Dual(
          this, systems.stream().map(system -> system.factor(weight, rho)).toList());
    }
    return Design.super.space(weight, rho);
  }

  /** Reorders Z_j[r, k*c + p] to X[(k, r), p]; the same array order where q = 1. */
  private double[] unfolded(double[] z, int j) {
    Block block = layout.block(j);
    int c = block.outputs();
    double[] x = new double[block.rows() * block.columns()];
    for (int r = 0; r < block.rows(); r++) {
      for (int k = 0; k < block.width(); k++) {
        int from = layout.offset(j) + r * block.columns() + k * c;
        System.arraycopy(z, from, x, (k * block.rows() + r) * c, c);
      }
    }
    return x;
  }

  private void fold(double[] x, double[] z, int j) {
    Block block = layout.block(j);
    int c = block.outputs();
    for (int r = 0; r < block.rows(); r++) {
      for (int k = 0; k < block.width(); k++) {
        int to = layout.offset(j) + r * block.columns() + k * c;
        System.arraycopy(x, (k * block.rows() + r) * c, z, to, c);
      }
    }
  }
}
