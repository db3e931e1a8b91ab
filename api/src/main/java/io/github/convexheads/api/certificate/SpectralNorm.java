package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import java.util.Optional;

/**
 * The spectral norm of A_j^* E / n with its error on the safe side, and the leading singular pairs.
 *
 * <p>Blocks with a small side are computed exactly through their Gram matrix. Larger ones go
 * through {@link BlockLanczos}, which only multiplies.
 *
 * @param lower a value that the norm is not below (up to rounding)
 * @param upper a value that the norm is not above, except with {@code failureProbability}
 * @param failureProbability 0 when exact
 * @param pairs leading singular pairs where they came with an exact norm; else {@link
 *     SingularPairs#near} estimates them, from a start that does not depend on chance
 */
record SpectralNorm(
    double lower, double upper, double failureProbability, Optional<SingularPairs> pairs) {
  /** Blocks whose smaller side is at most this are computed exactly. */
  static final int EXACT_SIDE = 256;

  /** The same for square blocks of few samples. */
  static final int FEW_SIDE = 512;

  private static final int FEW_VALUES = FEW_SIDE * FEW_SIDE;

  /** The most products of features with all directions for which samples are few. */
  private static final double FEW_PRODUCTS = 2e8;

  /** How closely a large block is searched for where it is not said how close a bound has to be. */
  static final GradientNorm.Closeness CLOSE = GradientNorm.Closeness.within(2e-7);

  /** The relative error of products of a program that does not say. */
  private static final double UNKNOWN = 0x1p-40;

  /** Says when the bounds of a norm are close enough for a purpose. */
  @FunctionalInterface
  interface Sufficiency {
    /**
     * Judges bounds; called now and then while they draw together.
     *
     * @param lower a value that the norm is not below
     * @param upper a value that the norm is not above
     * @return true to stop
     */
    boolean suffices(double lower, double upper);
  }

  /**
   * Bounds ||A_j^* E / n||_2.
   *
   * @param at the evaluation whose E / n is meant
   * @param block j
   * @param accuracy the relative difference of upper and lower at which to stop
   * @return the bounds
   */
  static SpectralNorm of(Evaluation at, int block, double accuracy) {
    return of(at, block, 0, (lower, upper) -> upper <= lower * (1 + accuracy));
  }

  /**
   * Bounds ||A_j^* E / n||_2 until a caller is content.
   *
   * @param at the evaluation whose E / n is meant
   * @param block j
   * @param pairs how many leading singular pairs are wanted, if there are as many and the norm is
   *     computed exactly
   * @param sufficiency when to stop; not asked where the norm is computed exactly
   * @return the bounds, and the pairs where the norm is computed exactly
   */
  static SpectralNorm of(Evaluation at, int block, int pairs, Sufficiency sufficiency) {
    return new GradientNorm(at, block, pairs, CLOSE).bounded(sufficiency);
  }

  /**
   * The norm of M as it is, where the one that was computed is that of products that round: a
   * matrix G of products is within {@link Evaluation#gradientError} of M in the Frobenius norm,
   * because the error of its column (k, p) is that of features (k) times residuals (p).
   */
  SpectralNorm within(int products, Evaluation at) {
    double error = at.gradientError();
    error = products * (Double.isNaN(error) ? UNKNOWN * upper : error);
    return new SpectralNorm(
        Math.max(0, lower - error), (upper + error) * (1 + 0x1p-51), failureProbability, pairs);
  }

  /** The norm and pairs of the matrix times a power of two. */
  private SpectralNorm times(double power) {
    return new SpectralNorm(
        lower * power, upper * power, failureProbability, pairs.map(found -> found.times(power)));
  }

  /**
   * Says whether the norm of a block is computed exactly: it costs no more than the search for a
   * bound, whose few directions do not see how often a singular value repeats.
   */
  static boolean isExact(ConvexProgram program, int block) {
    Block shape = program.blocks().get(block);
    double values = (double) shape.rows() * shape.columns();
    double directions = program.size().rows() * (double) shape.smallerSide();
    return shape.smallerSide() <= EXACT_SIDE
        || (values <= FEW_VALUES && directions * (shape.rows() + shape.columns()) <= FEW_PRODUCTS);
  }

  /** Computes the norm and the leading pairs of a block through its Gram matrix. */
  static SpectralNorm exact(Evaluation at, int block, int pairs) {
    Kernel kernel = at.program().kernel();
    Block shape = at.program().blocks().get(block);
    double first = PowerOfTwo.near(at.largestResidual());
    boolean tall = shape.columns() <= shape.rows();
    int side = shape.smallerSide();
    double[] eye = new double[side * side];
    for (int i = 0; i < side; i++) {
      eye[i * side + i] = 1 / first;
    }
    double[] g =
        tall ? at.adjointTimes(block, eye, side) : at.adjointTransposeTimes(block, eye, side);
    double unit = PowerOfTwo.near(g);
    g = PowerOfTwo.divided(g, unit);
    int longer = g.length / side;
    Matrix tallest = Matrix.of(g, longer, side);
    SymmetricEigen eigen = kernel.eigen(kernel.multiply(tallest.transposed(), tallest));
    SingularPairs found = SingularPairs.fromGram(kernel, tallest, eigen, pairs);
    double top = Math.max(0, eigen.values()[0]);
    double error = gramError(g, longer, side, top);
    return new SpectralNorm(
            Math.sqrt(Math.max(0, top - error)),
            Math.sqrt(top + error),
            0,
            Optional.of(tall ? found : found.transposed()))
        .times(unit)
        .times(first)
        .within(1, at);
  }

  /**
   * Bounds the error of the largest eigenvalue of G^T G: its entries are sums of so many products,
   * within gamma_longer | G|^T |G|, whose norm is at most ||G||_F^2; and a symmetric eigenvalue
   * solver is backward stable within a modest multiple of its order (Anderson et al., LAPACK Users'
   * Guide, 1999, section 4.7).
   */
  private static double gramError(double[] g, int longer, int side, double top) {
    double squares = 0;
    for (double value : g) {
      squares += value * value;
    }
    return 0x1p-53 * ((longer + 8.0) * squares * (1 + 0x1p-20) + 8 * (side + 8.0) * top);
  }
}
