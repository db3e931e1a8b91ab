package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * Solves with a Cholesky factor L L^T by products alone, in either precision: the diagonal blocks
 * of L are inverted once, so that a solve reads L twice and does nothing element by element (Golub
 * and Van Loan, 2013, section 3.1.4).
 */
final class BlockedTriangle {
  private static final int BLOCK = 128;

  private final Kernel kernel;
  private final int order;
  private final RealArray lower;
  private final RealArray inverses;

  BlockedTriangle(Kernel kernel, Cholesky cholesky, Precision precision) {
    this.kernel = kernel;
    this.order = cholesky.order();
    this.lower = RealArray.wrap(cholesky.lower()).copy(precision);
    double[] diagonal = new double[(order + BLOCK - 1) / BLOCK * BLOCK * BLOCK];
    for (int from = 0; from < order; from += BLOCK) {
      invert(cholesky.lower(), from, diagonal);
    }
    this.inverses = RealArray.wrap(diagonal).copy(precision);
  }

  Precision precision() {
    return lower.precision();
  }

  /** Replaces B, order x columns, by the solution; {@code spare} is as long as a block of rows. */
  void solve(RealArray b, int columns) {
    RealArray spare = RealArray.allocate(lower.precision(), Math.min(BLOCK, order), columns);
    for (int from = 0; from < order; from += BLOCK) {
      int size = Math.min(BLOCK, order - from);
      kernel.gemm(
          false,
          false,
          size,
          columns,
          from,
          -1,
          lower,
          from * order,
          order,
          b,
          0,
          columns,
          1,
          b,
          from * columns,
          columns);
      timesInverse(false, from, size, b, columns, spare);
    }
    for (int from = (order - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
      int size = Math.min(BLOCK, order - from);
      int past = from + size;
      if (past < order) {
        kernel.gemm(
            true,
            false,
            size,
            columns,
            order - past,
            -1,
            lower,
            past * order + from,
            order,
            b,
            past * columns,
            columns,
            1,
            b,
            from * columns,
            columns);
      }
      timesInverse(true, from, size, b, columns, spare);
    }
  }

  private void timesInverse(
      boolean transposed, int from, int size, RealArray b, int columns, RealArray spare) {
    spare.copyFrom(b, from * columns, 0, size * columns);
    kernel.gemm(
        transposed,
        false,
        size,
        columns,
        size,
        1,
        inverses,
        from * BLOCK,
        BLOCK,
        spare,
        0,
        columns,
        0,
        b,
        from * columns,
        columns);
  }

  /** Writes the inverse of the diagonal block that begins at {@code from}, row-major with BLOCK. */
  private void invert(double[] l, int from, double[] into) {
    int size = Math.min(BLOCK, order - from);
    int base = from * BLOCK;
    for (int i = 0; i < size; i++) {
      double pivot = l[(from + i) * order + from + i];
      into[base + i * BLOCK + i] = 1 / pivot;
      for (int k = 0; k < i; k++) {
        double factor = l[(from + i) * order + from + k] / pivot;
        for (int j = 0; j <= k; j++) {
          into[base + i * BLOCK + j] -= factor * into[base + k * BLOCK + j];
        }
      }
    }
  }
}
