package io.github.convexheads.api.kernel;

/**
 * The Cholesky factor of a matrix of large order from factors of diagonal blocks and products that
 * threads share, each short enough that work can be stopped between two of them (Golub, Van Loan
 * 2013, section 4.2.6). Blocks do not depend on the number of threads, and so neither do the bits.
 */
final class LargeCholesky {
  /** Up to this order one call of a kernel is as fast. */
  static final int SHORT = 512;

  private static final int BLOCK = 256;

  /** Columns that one product divides. */
  private static final int PANEL = 64;

  private final Kernel kernel;
  private final Workers workers;
  private final Matrix all;
  private final int order;
  private final int block;

  LargeCholesky(Kernel kernel, Workers workers, double[] lower, int order, int block) {
    this.kernel = kernel;
    this.workers = workers;
    this.all = Matrix.of(lower, order, order);
    this.order = order;
    this.block = block;
  }

  /** Replaces the lower triangle of A by L; zeros stay above it. */
  static void factor(Kernel kernel, Workers workers, double[] lower, int order) {
    new LargeCholesky(kernel, workers, lower, order, BLOCK).factor();
  }

  void factor() {
    for (int column = 0; column < order; column += block) {
      int from = column;
      Matrix part = tile(from, from);
      Cholesky diagonal = diagonal(part.copy(), from);
      Matrix lower = Matrix.of(diagonal.lower(), part.rows(), part.rows());
      part.copyFrom(lower);
      int below = (order - 1 - from) / block;
      Matrix inverses = diagonal.diagonalInverses(PANEL);
      workers.forEach(below, i -> divide(lower, inverses, tile(from + (i + 1) * block, from)));
      workers.forEach(below, i -> subtract(from + (below - i) * block, from));
    }
    clearAbove();
  }

  private Cholesky diagonal(Matrix part, int from) {
    try {
      return kernel.cholesky(part);
    } catch (Cholesky.NotPositiveDefiniteException e) {
      throw new Cholesky.NotPositiveDefiniteException(order, from + e.pivot());
    }
  }

  private Matrix tile(int row, int column) {
    return all.rows(row, size(row)).columns(column, size(column));
  }

  private int size(int from) {
    return Math.min(block, order - from);
  }

  /**
   * Replaces a tile A below a diagonal block L L^T by A L^-T, a few columns after another: all of
   * it is products, with inverses of the diagonal blocks of L.
   */
  private void divide(Matrix lower, Matrix inverses, Matrix tile) {
    for (int from = 0; from < lower.rows(); from += PANEL) {
      int size = Math.min(PANEL, lower.rows() - from);
      Matrix panel = tile.columns(from, size);
      Matrix beside = lower.rows(from, size).columns(0, from);
      kernel.multiply(
          tile.columns(0, from), beside.transposed(), Target.into(panel).scaled(-1).adding());
      Matrix inverse = inverses.rows(from, size).columns(0, size);
      kernel.multiply(panel.copy(), inverse.transposed(), Target.into(panel));
    }
  }

  /** Subtracts what a column of tiles adds to those of a row, up to the diagonal. */
  private void subtract(int row, int column) {
    int first = column + block;
    int columns = row + size(row) - first;
    Matrix beside = all.rows(first, columns).columns(column, block);
    Matrix target = all.rows(row, size(row)).columns(first, columns);
    kernel.multiply(
        tile(row, column), beside.transposed(), Target.into(target).scaled(-1).adding());
  }

  /** Products of whole tiles write above the diagonal, too. */
  private void clearAbove() {
    for (int i = 0; i < order; i++) {
      for (int j = i + 1; j < Math.min(order, i - i % block + block); j++) {
        all.set(i, j, 0);
      }
    }
  }
}
