package io.github.convexheads.admm;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proximal map of the nuclear norms: every block's singular values shrink by a threshold (Cai,
 * Candes, Shen 2010, theorem 2.1). Blocks are taken in parallel.
 *
 * <p>With M = sum_h s_h u_h v_h^T the result is sum over s_h &gt; t of (1 - t / s_h) (M v_h) v_h^T,
 * which needs one side's singular vectors only: the eigenvectors of the Gram matrix of the smaller
 * side, several times cheaper than a singular value decomposition. Its rounding error in s_h near t
 * is about eps s_1 (s_1 / t) / 2, so it is used where s_1 / t is moderate.
 */
final class Shrinkage implements PenaltyProx {
  /** Below this side a singular value decomposition costs nothing that matters. */
  private static final int SMALL_SIDE = 16;

  /** The largest s_1 / t at which the Gram matrix loses nothing that matters. */
  private static final double MODERATE = 1e3;

  private final Layout layout;
  private final Kernel kernel;
  private final Workers workers;

  Shrinkage(Layout layout, Kernel kernel, Workers workers) {
    this.layout = layout;
    this.kernel = kernel;
    this.workers = workers;
  }

  @Override
  public Shrunk at(double[] v, double threshold) {
    double[] w = new double[v.length];
    Factors[] factors = new Factors[layout.blocks().size()];
    workers.forEach(
        factors.length,
        j -> {
          factors[j] = shrunk(layout.block(v, j), layout.block(j), threshold);
          multiplyOut(factors[j], layout.matrix(w, j));
        });
    return new Shrunk(w, new Variable(List.of(factors)));
  }

  private Factors shrunk(double[] m, Block block, double threshold) {
    if (block.smallerSide() > SMALL_SIDE) {
      Optional<Factors> cheap = byGram(m, block.rows(), block.columns(), threshold);
      if (cheap.isPresent()) {
        return cheap.get();
      }
    }
    Svd svd = kernel.svd(m, block.rows(), block.columns());
    return Factors.shrunk(svd.u(), svd.values(), svd.v(), threshold);
  }

  /** Empty where the spread of singular values is too large for a Gram matrix. */
  private Optional<Factors> byGram(double[] m, int rows, int columns, double threshold) {
    boolean tall = columns <= rows;
    int side = Math.min(rows, columns);
    Matrix whole = Matrix.of(m, rows, columns);
    Matrix upright = tall ? whole : whole.transposed();
    SymmetricEigen eigen = kernel.eigen(kernel.multiply(upright.transposed(), upright));
    double[] values = new double[side];
    for (int h = 0; h < side; h++) {
      values[h] = Math.sqrt(Math.max(0, eigen.values()[h]));
    }
    if (!(values[0] <= MODERATE * threshold)) {
      return Optional.empty();
    }
    double[] roots =
        Arrays.stream(values)
            .takeWhile(s -> s > threshold)
            .map(s -> Math.sqrt(s - threshold))
            .toArray();
    double[] weights = new double[roots.length];
    Arrays.setAll(weights, h -> roots[h] / values[h]);
    Matrix vectors = Matrix.of(eigen.vectors(), side, side).columns(0, roots.length);
    double[] shorter = scaled(vectors, roots).toArray();
    double[] longer = kernel.multiply(upright, scaled(vectors, weights)).toArray();
    return Optional.of(
        tall
            ? new Factors(rows, columns, roots.length, longer, shorter)
            : new Factors(rows, columns, roots.length, shorter, longer));
  }

  /** The columns of a matrix, each times a number. */
  private static Matrix scaled(Matrix columns, double[] by) {
    Matrix scaled = columns.copy();
    scaled.transposed().scaleRows(by);
    return scaled;
  }

  private void multiplyOut(Factors factors, Matrix w) {
    int rank = factors.rank();
    if (rank > 0) {
      Matrix u = Matrix.of(factors.left(), factors.rows(), rank);
      Matrix v = Matrix.of(factors.right(), factors.columns(), rank);
      kernel.multiply(u, v.transposed(), into(w));
    }
  }
}
