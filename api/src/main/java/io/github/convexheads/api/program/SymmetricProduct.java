package io.github.convexheads.api.program;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;

/**
 * A running sum of S^T S over pieces S of many rows, one triangle of tiles at a time. A tile is
 * added to by one thread and in the order of the pieces, so the sum has the same bits for any
 * number of threads.
 */
final class SymmetricProduct {
  private static final int TILE = 256;

  private final Kernel kernel;
  private final Workers workers;
  private final int order;
  private final RealArray sum;

  SymmetricProduct(Kernel kernel, Workers workers, RealArray sum, int order) {
    this.kernel = kernel;
    this.workers = workers;
    this.order = order;
    this.sum = sum;
  }

  /** Adds S^T S for S of rows x order values. */
  void add(RealArray s, int rows) {
    int side = (order + TILE - 1) / TILE;
    Matrix all = Matrix.of(s, rows, order);
    Matrix whole = Matrix.of(sum, order, order);
    workers.forEach(
        side * (side + 1) / 2,
        tile -> {
          int i = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
          int j = tile - i * (i + 1) / 2;
          int height = Math.min(TILE, order - i * TILE);
          int width = Math.min(TILE, order - j * TILE);
          Matrix left = all.columns(i * TILE, height).transposed();
          Matrix right = all.columns(j * TILE, width);
          Matrix part = whole.rows(i * TILE, height).columns(j * TILE, width);
          kernel.multiply(left, right, into(part).adding());
        });
  }

  /** Returns the sum with its upper triangle filled from the lower. */
  double[] total() {
    double[] full = new double[order * order];
    int side = (order + TILE - 1) / TILE;
    workers.forEach(
        side,
        tile -> {
          int from = tile * TILE;
          int past = Math.min(order, from + TILE);
          RealArray.wrap(full).copyFrom(sum, from * order, from * order, (past - from) * order);
        });
    workers.forEach(side, tile -> mirror(full, tile * TILE));
    return full;
  }

  /** Fills the rows of a tile right of the diagonal. */
  private void mirror(double[] full, int from) {
    int past = Math.min(order, from + TILE);
    for (int j = from; j < order; j++) {
      for (int i = from; i < Math.min(j, past); i++) {
        full[i * order + j] = full[j * order + i];
      }
    }
  }
}
