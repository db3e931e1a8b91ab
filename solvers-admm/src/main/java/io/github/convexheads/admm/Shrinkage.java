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
    return bySvd(m, block.rows(), block.columns(), threshold);
  }

  private Factors bySvd(double[] m, int rows, int columns, double threshold) {
    Svd svd = kernel.svd(m, rows, columns);
    int all = svd.values().length;
    int kept = above(svd.values(), threshold);
    double[] left = new double[rows * kept];
    double[] right = new double[columns * kept];
    for (int h = 0; h < kept; h++) {
      double root = Math.sqrt(svd.values()[h] - threshold);
      scaleColumn(svd.u(), all, h, root, left, kept);
      scaleColumn(svd.v(), all, h, root, right, kept);
    }
    return new Factors(rows, columns, kept, left, right);
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
    int kept = above(values, threshold);
    double[] shorter = new double[side * kept];
    double[] weighted = new double[side * kept];
    for (int h = 0; h < kept; h++) {
      double root = Math.sqrt(values[h] - threshold);
      scaleColumn(eigen.vectors(), side, h, root, shorter, kept);
      scaleColumn(eigen.vectors(), side, h, root / values[h], weighted, kept);
    }
    double[] longer = kernel.multiply(upright, Matrix.of(weighted, side, kept)).toArray();
    return Optional.of(
        tall
            ? new Factors(rows, columns, kept, longer, shorter)
            : new Factors(rows, columns, kept, shorter, longer));
  }

  private static int above(double[] values, double threshold) {
    int kept = 0;
    while (kept < values.length && values[kept] > threshold) {
      kept++;
    }
    return kept;
  }

  private static void scaleColumn(
      double[] from, int stride, int h, double factor, double[] to, int width) {
    for (int r = 0; r < from.length / stride; r++) {
      to[r * width + h] = factor * from[r * stride + h];
    }
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
