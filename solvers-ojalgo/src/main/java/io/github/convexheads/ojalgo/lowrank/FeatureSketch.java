package io.github.convexheads.ojalgo.lowrank;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A Nystrom approximation of S = sum over rows of phi phi^T, from its product with few random
 * directions (Frangella, Tropp and Udell, 2023) and from samples spread evenly over the data where
 * there are many: enough to scale a descent by.
 */
final class FeatureSketch {
  private static final int MOST_DIRECTIONS = 128;

  /** Values of E. */
  private static final int MOST_VALUES = 1 << 24;

  private static final int MOST_SAMPLES = 2048;
  private static final int LEAST_SAMPLES = 128;

  /** Rows phi of as many samples as are looked at. */
  private static final int ENOUGH_ROWS = 1 << 14;

  /** Eigenvalues below this share of the largest are rounding of single precision. */
  private static final double NOISE = 1e-6;

  private final ConvexProgram program;
  private final Kernel kernel;
  private final int index;
  private final Block block;
  private final int directions;

  private FeatureSketch(ConvexProgram program, int index) {
    this.program = program.withPrecision(Precision.FLOAT32);
    this.kernel = program.kernel();
    this.index = index;
    this.block = program.blocks().get(index);
    this.directions = directions(program, block);
  }

  /** Returns the curvature; empty where the program does not offer products with S. */
  static Optional<FeatureCurvature> of(ConvexProgram program, int index) {
    FeatureSketch sketch = new FeatureSketch(program, index);
    double[] omega = sketch.gaussian();
    return sketch
        .program
        .featureProduct(index, omega, sketch.directions, sketch.samples())
        .filter(FeatureCurvatures::usable)
        .map(image -> sketch.curvature(omega, image));
  }

  /** Returns the values that are kept for a block. */
  static double kept(ConvexProgram program, Block block) {
    return (double) block.rows() * directions(program, block);
  }

  /** Returns the values that are needed for a while, beside those kept. */
  static double passing(ConvexProgram program, Block block) {
    double m = directions(program, block);
    double projected = (double) program.size().rows() * block.width() * m;
    return 5 * block.rows() * m + 2 * Math.min(MOST_VALUES, projected) + 6 * m * m;
  }

  /** As many as memory and the spans of S allow. */
  private static int directions(ConvexProgram program, Block block) {
    long span = Math.min(block.rows(), program.size().rows() * block.width());
    long fitting = Math.max(1, MOST_VALUES / block.rows());
    return (int) Math.min(MOST_DIRECTIONS, Math.min(span, fitting));
  }

  private int samples() {
    return Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, ENOUGH_ROWS / block.width()));
  }

  /** S is near F F^T with F = Y (Omega^T Y)^(-1/2), Y = S Omega. */
  private FeatureCurvature curvature(double[] omega, double[] image) {
    double[] f = times(image, inverseRoot(inner(omega, image)));
    SymmetricEigen eigen = kernel.eigen(inner(f, f), directions);
    double[] values = new double[directions];
    for (int i = 0; i < directions; i++) {
      values[i] = Math.max(0, eigen.values()[i]);
    }
    double[] basis = times(f, scaled(eigen));
    return new FeatureCurvature(program, block, basis, values, values[directions - 1]);
  }

  /** Returns C^(-1/2) within the span of the eigenvectors that are not noise. */
  private double[] inverseRoot(double[] core) {
    return scaled(kernel.eigen(core, directions));
  }

  /** Returns W diag(1 / sqrt(values)); columns of noise are 0. */
  private double[] scaled(SymmetricEigen eigen) {
    int m = directions;
    double floor = NOISE * Math.max(eigen.values()[0], 0);
    double[] scaled = new double[m * m];
    for (int j = 0; j < m && eigen.values()[j] > floor; j++) {
      for (int i = 0; i < m; i++) {
        scaled[i * m + j] = eigen.vectors()[i * m + j] / Math.sqrt(eigen.values()[j]);
      }
    }
    return scaled;
  }

  /** Returns the symmetric part of A^T B. */
  private double[] inner(double[] a, double[] b) {
    Matrix left = Matrix.of(a, block.rows(), directions);
    Matrix right = Matrix.of(b, block.rows(), directions);
    Matrix c = kernel.multiply(left.transposed(), right);
    kernel.multiply(right.transposed(), left, into(c).adding());
    c.scale(0.5);
    return c.toArray();
  }

  private double[] times(double[] a, double[] b) {
    Matrix right = Matrix.of(b, directions, directions);
    return kernel.multiply(Matrix.of(a, block.rows(), directions), right).toArray();
  }

  private double[] gaussian() {
    SplittableRandom random = new SplittableRandom(0x5ee7L + index);
    double[] omega = new double[block.rows() * directions];
    Arrays.setAll(omega, i -> random.nextGaussian());
    return omega;
  }
}
