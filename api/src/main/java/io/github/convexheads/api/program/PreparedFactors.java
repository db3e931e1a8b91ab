package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The factors of one block in the precision and order in which batches use them: U as R x k, and V
 * as M in R^((q*k) x c) with M[(r,h), p] = V[r*c + p, h], so that out = P M and dF/dM = P^T E are
 * single gemms over P seen as rows x (q*k).
 */
final class PreparedFactors {
  private final Block block;
  private final int index;
  private final int rank;
  private final int stride;
  private final RealArray left;
  private final RealArray mixing;

  private PreparedFactors(
      Block block, int index, int rank, int stride, RealArray left, RealArray mixing) {
    this.block = block;
    this.index = index;
    this.rank = rank;
    this.stride = stride;
    this.left = left;
    this.mixing = mixing;
  }

  /** Prepares factors; an empty array stands for a factor that is not needed. */
  static PreparedFactors of(
      Block block,
      int index,
      int rank,
      int stride,
      double[] left,
      double[] right,
      Precision precision) {
    RealArray mixing = RealArray.allocate(precision, right.length);
    int c = block.outputs();
    for (int i = 0; i < right.length; i++) {
      mixing.set(mixingIndex(i, rank, c), right[i]);
    }
    return new PreparedFactors(
        block, index, rank, stride, RealArray.wrap(left).copy(precision), mixing);
  }

  /** Turns dF/dM back into the order of V. */
  static double[] unmix(double[] mixing, int rank, int outputs) {
    double[] right = new double[mixing.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = mixing[mixingIndex(i, rank, outputs)];
    }
    return right;
  }

  private static int mixingIndex(int rightIndex, int rank, int c) {
    int column = rightIndex / rank;
    int h = rightIndex % rank;
    return ((column / c) * rank + h) * c + column % c;
  }

  int index() {
    return index;
  }

  /** Returns the length of P for a number of rows. */
  int projectedLength(int rows) {
    return Math.multiplyExact(Math.multiplyExact(rows, block.width()), rank);
  }

  /** P = phi^T U. */
  void project(Features features, RealArray p) {
    features.project(index, left, rank, p);
  }

  /** gU += phi P. */
  void backproject(Features features, RealArray p, RealArray gradientLeft) {
    features.backproject(index, p, rank, gradientLeft);
  }

  /** out += P M. */
  void addOutputs(Kernel kernel, RealArray p, int rows, RealArray out) {
    int inner = block.width() * rank;
    kernel.gemm(
        false,
        false,
        rows,
        block.outputs(),
        inner,
        1,
        p,
        0,
        inner,
        mixing,
        0,
        block.outputs(),
        1,
        out,
        block.outputOffset(),
        stride);
  }

  /** gM += P^T E. */
  void addMixingGradient(Kernel kernel, RealArray p, int rows, RealArray e, RealArray gradient) {
    int inner = block.width() * rank;
    kernel.gemm(
        true,
        false,
        inner,
        block.outputs(),
        rows,
        1,
        p,
        0,
        inner,
        e,
        block.outputOffset(),
        stride,
        1,
        gradient,
        0,
        block.outputs());
  }

  /** P = E M^T. */
  void spread(Kernel kernel, RealArray e, int rows, RealArray p) {
    int inner = block.width() * rank;
    kernel.gemm(
        false,
        true,
        rows,
        inner,
        block.outputs(),
        1,
        e,
        block.outputOffset(),
        stride,
        mixing,
        0,
        block.outputs(),
        0,
        p,
        0,
        inner);
  }
}
