package io.github.convexheads.ojalgo.gradient;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.SplittableRandom;

/**
 * The singular triplets of W = Y - t A_j^* E, all of them where the block has a small side, and
 * otherwise those above a threshold by subspace iteration from a warm start (Halko, Martinsson and
 * Tropp, 2011), stopped when their residuals are small.
 *
 * @param left rows x k left vectors, row-major
 * @param values k singular values, descending
 * @param right columns x k right vectors, row-major
 */
record SingularTriplets(double[] left, double[] values, double[] right) {
  /** Blocks with a smaller side of at most this are decomposed whole. */
  static final int DENSE_SIDE = 64;

  private static final int EXTRA = 6;
  private static final int MOST_PASSES = 30;

  /** The matrix W of one block. */
  record Target(Evaluation at, int block, double step) {
    private Factors y() {
      return at.variable().block(block);
    }

    Block shape() {
      return at.program().blocks().get(block);
    }

    Kernel kernel() {
      return at.program().kernel();
    }

    double[] times(double[] v, int k) {
      double[] w = at.adjointTimes(block, v, k);
      scale(w, -step);
      addProduct(w, y().left(), y().rows(), y().right(), v, k);
      return w;
    }

    double[] transposeTimes(double[] u, int k) {
      double[] w = at.adjointTransposeTimes(block, u, k);
      scale(w, -step);
      addProduct(w, y().right(), y().columns(), y().left(), u, k);
      return w;
    }

    /** w += a (b^T v). */
    private void addProduct(double[] w, double[] a, int rows, double[] b, double[] v, int k) {
      int r = y().rank();
      if (r > 0) {
        int length = b.length / r;
        Matrix overlap =
            kernel().multiply(Matrix.of(b, length, r).transposed(), Matrix.of(v, length, k));
        kernel().multiply(Matrix.of(a, rows, r), overlap, into(Matrix.of(w, rows, k)).adding());
      }
    }

    private static void scale(double[] w, double factor) {
      for (int i = 0; i < w.length; i++) {
        w[i] *= factor;
      }
    }
  }

  /** Returns at least the triplets above a threshold; {@code warm} are earlier right vectors. */
  static SingularTriplets above(
      Target target, double threshold, double accuracy, double[] warm, int warmCount) {
    Block shape = target.shape();
    boolean nearlyAll = shape.smallerSide() <= 2 * (warmCount + EXTRA);
    if (shape.smallerSide() <= DENSE_SIDE || nearlyAll) {
      return dense(target);
    }
    int k = Math.min(shape.smallerSide(), warmCount + EXTRA);
    double[] start = warm;
    int known = warmCount;
    while (true) {
      SingularTriplets found = subspace(target, threshold, accuracy, start, known, k);
      if (found.values[k - 1] <= threshold || k == shape.smallerSide()) {
        return found;
      }
      start = found.right;
      known = k;
      k = Math.min(shape.smallerSide(), 2 * k);
    }
  }

  private static SingularTriplets dense(Target target) {
    Block shape = target.shape();
    int side = shape.smallerSide();
    boolean tall = shape.columns() <= shape.rows();
    double[] eye = Matrix.identity(side).toArray();
    double[] w = tall ? target.times(eye, side) : target.transposeTimes(eye, side);
    Svd svd = target.kernel().svd(w, w.length / side, side);
    return tall
        ? new SingularTriplets(svd.u(), svd.values(), svd.v())
        : new SingularTriplets(svd.v(), svd.values(), svd.u());
  }

  private static SingularTriplets subspace(
      Target target, double threshold, double accuracy, double[] start, int known, int k) {
    double[] v = widened(start, known, k, target.shape().columns());
    double[] previous = new double[k];
    SingularTriplets found = null;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      found = improved(target, v, k);
      if (settled(previous, found.values, threshold, accuracy)) {
        break;
      }
      previous = found.values;
      v = found.right;
    }
    return found;
  }

  /** One pass of subspace iteration from k right vectors. */
  private static SingularTriplets improved(Target target, double[] v, int k) {
    Kernel kernel = target.kernel();
    int rows = target.shape().rows();
    double[] q = kernel.svd(target.times(v, k), rows, k).u();
    Svd core = kernel.svd(target.transposeTimes(q, k), target.shape().columns(), k);
    double[] left = kernel.multiply(Matrix.of(q, rows, k), core.right()).toArray();
    return new SingularTriplets(left, core.values(), core.u());
  }

  /** Singular values converge twice as fast as vectors, hence the square of the accuracy. */
  private static boolean settled(
      double[] previous, double[] current, double threshold, double accuracy) {
    for (int h = 0; h < current.length; h++) {
      boolean matters = current[h] > threshold || previous[h] > threshold;
      if (matters && !(Math.abs(current[h] - previous[h]) <= accuracy * accuracy * current[0])) {
        return false;
      }
    }
    return true;
  }

  private static double[] widened(double[] start, int known, int k, int columns) {
    SplittableRandom random = new SplittableRandom(1);
    double[] v = new double[columns * k];
    for (int r = 0; r < columns; r++) {
      System.arraycopy(start, r * known, v, r * k, Math.min(known, k));
      for (int h = known; h < k; h++) {
        v[r * k + h] = random.nextGaussian() / Math.sqrt(columns);
      }
    }
    return v;
  }

  /** Returns the block with singular values max(s - threshold, 0) in balanced factors. */
  Factors shrunk(double threshold) {
    return Factors.shrunk(left, values, right, threshold);
  }
}
