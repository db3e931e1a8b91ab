package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weights of the components at a point, w_h = (||u_h||^2 + ||v_h||^2) / 2, and how the
 * objective changes with them: where (u_h, v_h) grows by tau / 2 of itself its weight grows by tau
 * w_h and the objective by tau (beta - s_h) w_h, with s_h = -u_h^T M v_h / w_h.
 *
 * @param weights w_h of every block's components
 * @param slopes (beta - s_h) w_h of every block's components
 */
record ComponentWeights(double[][] weights, double[][] slopes) {

  /** The weights of all factors x, and their slopes for the gradient of the objective there. */
  static ComponentWeights of(
      ParallelVectors vectors, FactorLayout layout, double[] x, double[] gradient) {
    double[][] weights = new double[layout.blocks()][];
    double[][] slopes = new double[layout.blocks()][];
    for (int j = 0; j < layout.blocks(); j++) {
      weights[j] = halves(vectors, layout, j, x, x);
      slopes[j] = halves(vectors, layout, j, x, gradient);
    }
    return new ComponentWeights(weights, slopes);
  }

  /** Returns (u_h, v_h) . (the same columns of y) / 2 of all components of a block. */
  static double[] halves(
      ParallelVectors vectors, FactorLayout layout, int block, double[] x, double[] y) {
    int k = layout.like().block(block).rank();
    double[] dots = vectors.columnDots(x, y, layout.left(block), layout.past(block), k);
    return Arrays.stream(dots).map(dot -> dot / 2).toArray();
  }

  /**
   * Returns the components of a block that are worth keeping: not those of a negligible weight
   * whose s_h is so far below beta that the objective wants them smaller.
   *
   * @param block the block
   * @param negligible a share of the largest weight
   * @param below a share of beta
   * @param beta beta
   */
  int[] lasting(int block, double negligible, double below, double beta) {
    double[] w = weights[block];
    double largest = 0;
    for (double weight : w) {
      largest = Math.max(largest, weight);
    }
    double least = negligible * largest;
    return IntStream.range(0, w.length)
        .filter(h -> w[h] >= least || slopes[block][h] <= below * beta * w[h])
        .toArray();
  }
}
