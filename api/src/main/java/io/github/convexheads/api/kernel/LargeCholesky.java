package io.github.convexheads.api.kernel;

/**
 * The Cholesky factor of a matrix of large order from factors of diagonal blocks and products, each
 * short enough that work can be stopped between two of them (Golub, Van Loan 2013, section 4.2.6).
 */
final class LargeCholesky {
  /** Up to this order one call of a kernel is short. */
  static final int SHORT = 2048;

  private static final int BLOCK = 1024;

  private final Kernel kernel;
  private final double[] lower;
  private final int order;
  private final int block;

  LargeCholesky(Kernel kernel, double[] lower, int order, int block) {
    this.kernel = kernel;
    this.lower = lower;
    this.order = order;
    this.block = block;
  }

  /** Replaces the lower triangle of A by L; zeros stay above it. */
  static void factor(Kernel kernel, double[] lower, int order) {
    new LargeCholesky(kernel, lower, order, BLOCK).factor();
  }

  void factor() {
    Matrix all = Matrix.of(lower, order, order);
    for (int from = 0; from < order; from += block) {
      int size = Math.min(block, order - from);
      int below = order - from - size;
      Cholesky diagonal = diagonal(all.rows(from, size).columns(from, size), from);
      all.rows(from, size).columns(from, size).copyFrom(Matrix.of(diagonal.lower(), size, size));
      Matrix panel = all.rows(from + size, below).columns(from, size);
      double[] transposed = panel.transposed().toArray();
      diagonal.solveLower(transposed, below);
      panel.transposed().copyFrom(Matrix.of(transposed, size, below));
      subtract(all, panel, from + size);
    }
  }

  private Cholesky diagonal(Matrix part, int from) {
    try {
      return kernel.cholesky(part);
    } catch (Cholesky.NotPositiveDefiniteException e) {
      throw new Cholesky.NotPositiveDefiniteException(order, from + e.pivot());
    }
  }

  /** Subtracts panel panel^T from the lower triangle of what is left, block by block. */
  private void subtract(Matrix all, Matrix panel, int start) {
    for (int from = start; from < order; from += block) {
      int size = Math.min(block, order - from);
      Matrix rows = panel.rows(from - start, size);
      Matrix before = panel.rows(0, from - start);
      Matrix target = all.rows(from, size);
      Matrix beside = target.columns(start, from - start);
      kernel.multiply(rows, before.transposed(), Target.into(beside).scaled(-1).adding());
      Matrix own = kernel.multiply(rows, rows.transposed());
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          int at = (from + i) * order + from + j;
          lower[at] -= own.get(i, j);
        }
      }
    }
  }
}
