package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * S Omega with S = sum over rows of phi phi^T, each batch projected and backprojected at once; from
 * batches spread evenly over the data where fewer samples are enough.
 *
 * @param pass the batches
 * @param precision the precision of products
 * @param block its index
 * @param mostValues values of P that a lane makes at a time
 */
record FeatureProduct(BatchPass pass, Precision precision, int block, int mostValues) {
  private static final int MOST_VALUES = 1 << 22;

  FeatureProduct(BatchPass pass, Precision precision, int block) {
    this(pass, precision, block, MOST_VALUES);
  }

  double[] of(double[] omega, int k, long enough) {
    int rows = pass.lift().blocks().get(block).rows();
    int perColumn = Math.multiplyExact(batchRows(), pass.lift().blocks().get(block).width());
    int chunk = Math.max(1, Math.min(k, mostValues / perColumn));
    double[] product = new double[rows * k];
    for (int from = 0; from < k; from += chunk) {
      int columns = Math.min(chunk, k - from);
      double[] part = sum(columns(omega, rows, k, from, columns), columns, enough);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(part, r * columns, product, r * k + from, columns);
      }
    }
    return product;
  }

  private double[] sum(double[] omega, int k, long enough) {
    BatchPass.Selection taken = pass.spread(enough);
    PreparedFactors left =
        PreparedFactors.of(
            pass.lift().blocks().get(block), block, k, 1, omega, new double[0], precision);
    int lanes = pass.lanes(omega.length, precision);
    try (LaneSums sums = new LaneSums(pass.workers(), precision, lanes, omega.length)) {
      pass.forEachBatch(
          taken.batches(),
          taken::batch,
          precision,
          lanes,
          (batch, scratch) -> {
            RealArray p = scratch.array(0, left.projectedLength(batch.rows()));
            left.project(batch, p);
            left.backproject(batch, p, sums.lane(batch.lane()));
          });
      return taken.scaled(sums.total());
    }
  }

  private int batchRows() {
    return Math.multiplyExact(pass.source().size(), pass.positions());
  }

  private static double[] columns(double[] omega, int rows, int k, int from, int count) {
    double[] part = new double[rows * count];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(omega, r * k + from, part, r * count, count);
    }
    return part;
  }
}
