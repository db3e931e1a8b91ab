package io.github.convexheads.ojalgo.lowrank;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
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
  private final Matrix lower;
  private final Matrix inverses;

  BlockedTriangle(Kernel kernel, Cholesky cholesky, Precision precision) {
    this.kernel = kernel;
    this.order = cholesky.order();
    this.lower = Matrix.of(RealArray.wrap(cholesky.lower()).copy(precision), order, order);
    this.inverses = Matrix.zeros(precision, order, BLOCK);
    inverses.copyFrom(cholesky.diagonalInverses(BLOCK));
  }

  Precision precision() {
    return lower.precision();
  }

  /** Replaces B, order x columns, by the solution of L L^T X = B. */
  void solve(RealArray values, int columns) {
    solveLower(values, columns);
    solveUpper(values, columns);
  }

  /** Replaces B, order x columns, by the solution of L X = B. */
  void solveLower(RealArray values, int columns) {
    Matrix b = Matrix.of(values, order, columns);
    for (int from = 0; from < order; from += BLOCK) {
      int size = Math.min(BLOCK, order - from);
      Matrix beside = lower.rows(from, size).columns(0, from);
      kernel.multiply(beside, b.rows(0, from), into(b.rows(from, size)).scaled(-1).adding());
      replace(b.rows(from, size), inverse(from, size));
    }
  }

  /** Replaces B, order x columns, by the solution of L^T X = B. */
  private void solveUpper(RealArray values, int columns) {
    Matrix b = Matrix.of(values, order, columns);
    for (int from = (order - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
      int size = Math.min(BLOCK, order - from);
      int past = from + size;
      Matrix below = lower.rows(past, order - past).columns(from, size).transposed();
      Matrix solved = b.rows(past, order - past);
      kernel.multiply(below, solved, into(b.rows(from, size)).scaled(-1).adding());
      replace(b.rows(from, size), inverse(from, size).transposed());
    }
  }

  private Matrix inverse(int from, int size) {
    return inverses.rows(from, size).columns(0, size);
  }

  private void replace(Matrix b, Matrix inverse) {
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      Matrix right = workspace.matrix(b.precision(), b.rows(), b.columns());
      right.copyFrom(b);
      kernel.multiply(inverse, right, into(b));
    }
  }
}
