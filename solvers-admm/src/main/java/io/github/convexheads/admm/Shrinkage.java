package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The proximal map of the nuclear norms: every block's singular values shrink by a threshold (Cai,
 * Candes, Shen 2010, theorem 2.1).
 */
final class Shrinkage implements PenaltyProx {
  private final Layout layout;
  private final Kernel kernel;

  Shrinkage(Layout layout, Kernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
  }

  @Override
  public Shrunk at(double[] v, double threshold) {
    double[] w = new double[v.length];
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < layout.blocks().size(); j++) {
      Block block = layout.block(j);
      Svd svd = kernel.svd(layout.block(v, j), block.rows(), block.columns());
      Factors kept = keep(svd, block, threshold);
      factors.add(kept);
      if (kept.rank() > 0) {
        int rank = kept.rank();
        kernel.gemm(
            false,
            true,
            block.rows(),
            block.columns(),
            rank,
            1,
            kept.left(),
            0,
            rank,
            kept.right(),
            0,
            rank,
            0,
            w,
            layout.offset(j),
            block.columns());
      }
    }
    return new Shrunk(w, new Variable(factors));
  }

  /** Balanced factors of the values above the threshold, less the threshold. */
  private static Factors keep(Svd svd, Block block, double threshold) {
    int all = svd.values().length;
    int kept = 0;
    while (kept < all && svd.values()[kept] > threshold) {
      kept++;
    }
    double[] left = new double[block.rows() * kept];
    double[] right = new double[block.columns() * kept];
    for (int h = 0; h < kept; h++) {
      double root = Math.sqrt(svd.values()[h] - threshold);
      for (int r = 0; r < block.rows(); r++) {
        left[r * kept + h] = root * svd.u()[r * all + h];
      }
      for (int c = 0; c < block.columns(); c++) {
        right[c * kept + h] = root * svd.v()[c * all + h];
      }
    }
    return new Factors(block.rows(), block.columns(), kept, left, right);
  }
}
