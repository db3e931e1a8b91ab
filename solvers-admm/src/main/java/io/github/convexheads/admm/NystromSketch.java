package io.github.convexheads.admm;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A randomised low-rank approximation U diag(lambda) U^T of the Gram matrix of every {@link
 * OutputGroup}, and the preconditioner (lambda_l + mu) U (lambda + mu)^-1 U^T + (I - U U^T) that
 * follows from it (Frangella, Tropp, Udell 2023; used within ADMM by Zhao, Frangella, Udell 2022).
 */
final class NystromSketch {
  /** One group's approximation; U is D x l. */
  private record Part(OutputGroup group, Matrix u, double[] lambda) {}

  private final Layout layout;
  private final Kernel kernel;
  private final List<Part> parts = new ArrayList<>();

  private NystromSketch(Layout layout, Kernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
  }

  /**
   * Sketches A^* A with a number of random directions, several at a time: each output of a group
   * carries one direction through A and back.
   */
  static NystromSketch of(Layout layout, Design design, ConvexProgram shard, int rank) {
    NystromSketch sketch = new NystromSketch(layout, shard.kernel());
    List<OutputGroup> groups = OutputGroup.of(layout.blocks(), shard.size().outputs());
    List<double[]> directions = new ArrayList<>();
    List<double[]> images = new ArrayList<>();
    int passes = 0;
    for (OutputGroup group : groups) {
      int unknowns = group.unknowns(layout.blocks());
      int l = Math.min(rank, unknowns);
      directions.add(sketch.orthonormal(unknowns, l));
      images.add(new double[unknowns * l]);
      passes = Math.max(passes, (l + group.outputs().size() - 1) / group.outputs().size());
    }
    for (int pass = 0; pass < passes; pass++) {
      double[] z = new double[layout.length()];
      for (int g = 0; g < groups.size(); g++) {
        sketch.place(groups.get(g), directions.get(g), pass, z);
      }
      double[] image = design.adjoint(design.outputs(z));
      for (int g = 0; g < groups.size(); g++) {
        sketch.collect(groups.get(g), image, pass, images.get(g));
      }
    }
    for (int g = 0; g < groups.size(); g++) {
      sketch.parts.add(sketch.part(groups.get(g), directions.get(g), images.get(g)));
    }
    return sketch;
  }

  private double[] orthonormal(int unknowns, int l) {
    SplittableRandom random = new SplittableRandom(0x5ee7L + unknowns);
    double[] omega = new double[unknowns * l];
    Arrays.setAll(omega, i -> random.nextGaussian());
    return kernel.svd(omega, unknowns, l).u();
  }

  /** Writes the directions of one pass into the slots of the group's outputs. */
  private void place(OutputGroup group, double[] omega, int pass, double[] z) {
    int unknowns = group.unknowns(layout.blocks());
    int l = omega.length / unknowns;
    int c = group.outputs().size();
    double[] x = new double[unknowns * c];
    for (int i = 0; i < unknowns; i++) {
      for (int p = 0; p < c && pass * c + p < l; p++) {
        x[i * c + p] = omega[i * l + pass * c + p];
      }
    }
    group.scatter(layout, x, z);
  }

  private void collect(OutputGroup group, double[] image, int pass, double[] y) {
    int unknowns = group.unknowns(layout.blocks());
    int l = y.length / unknowns;
    int c = group.outputs().size();
    double[] x = group.gather(layout, image);
    for (int i = 0; i < unknowns; i++) {
      for (int p = 0; p < c && pass * c + p < l; p++) {
        y[i * l + pass * c + p] = x[i * c + p];
      }
    }
  }

  /**
   * The Nystrom approximation Y (Omega^T Y)^+ Y^T, by the eigenvectors of the core instead of a
   * shifted Cholesky factor, so that a core of any rank will do.
   */
  private Part part(OutputGroup group, double[] omega, double[] y) {
    int unknowns = group.unknowns(layout.blocks());
    int l = omega.length / unknowns;
    Matrix images = Matrix.of(y, unknowns, l);
    Matrix directions = Matrix.of(omega, unknowns, l);
    double[] core = kernel.multiply(directions.transposed(), images).toArray();
    for (int i = 0; i < l; i++) {
      for (int k = 0; k < i; k++) {
        core[i * l + k] = (core[i * l + k] + core[k * l + i]) / 2;
      }
    }
    var eigen = kernel.eigen(core, l);
    double floor = 1e-12 * Math.max(eigen.values()[0], 0);
    double[] root = new double[l * l];
    for (int i = 0; i < l; i++) {
      for (int k = 0; k < l && eigen.values()[k] > floor; k++) {
        root[i * l + k] = eigen.vectors()[i * l + k] / Math.sqrt(eigen.values()[k]);
      }
    }
    Svd svd = kernel.svd(kernel.multiply(images, Matrix.of(root, l, l)));
    double[] lambda = Arrays.stream(svd.values()).map(s -> s * s).toArray();
    return new Part(group, svd.left(), lambda);
  }

  /** Returns an inverse near that of {@code weight * A^* A + rho * I}. */
  Design.Inverse inverse(double weight, double rho) {
    return new Design.Inverse() {
      @Override
      public double[] times(double[] b) {
        double[] x = b.clone();
        for (Part part : parts) {
          apply(part, weight, rho, b, x);
        }
        return x;
      }

      @Override
      public boolean exact() {
        return false;
      }
    };
  }

  private void apply(Part part, double weight, double rho, double[] b, double[] x) {
    int c = part.group.outputs().size();
    int l = part.lambda.length;
    double[] right = part.group.gather(layout, b);
    Matrix all = Matrix.of(right, part.u.rows(), c);
    Matrix inner = kernel.multiply(part.u.transposed(), all);
    double tail = weight * part.lambda[l - 1] + rho;
    inner.scaleRows(Arrays.stream(part.lambda).map(v -> tail / (weight * v + rho) - 1).toArray());
    kernel.multiply(part.u, inner, into(all).adding());
    for (int i = 0; i < right.length; i++) {
      right[i] /= tail;
    }
    part.group.scatter(layout, right, x);
  }
}
