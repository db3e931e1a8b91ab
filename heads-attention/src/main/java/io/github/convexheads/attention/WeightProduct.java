package io.github.convexheads.attention;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RealArray.Workspace;

/**
 * The product of rows r in R^d with k matrices d x d at once, Y = R U with U seen as d x (d*k),
 * done for a few samples at a time so that Y stays in the cache for the work that follows.
 *
 * @param rows (samples*perSample) x d
 * @param perSample rows of a sample
 * @param kernel the linear algebra to use
 */
record WeightProduct(Matrix rows, int perSample, Kernel kernel) {
  /** Values of Y that are held at once, 1 or 2 MiB. */
  private static final int VALUES = 1 << 18;

  /** Rows below which a product slows down, because it copies U once for all of them. */
  private static final int LEAST_ROWS = 128;

  /** The work on Y of some samples. */
  interface Work {
    /**
     * Reads or writes Y.
     *
     * @param first the first sample
     * @param y perSample x (d*k) for every sample
     */
    void accept(int first, MatrixBatch y);
  }

  /** Computes Y = R U piece by piece and hands it on; U is d x (d*k). */
  void times(Matrix u, Work reader) {
    forEachPiece(
        u,
        (first, r, y) -> {
          kernel.multiply(r, u, into(y));
          reader.accept(first, y.rowBlocks(perSample));
        });
  }

  /** The adjoint of {@link #times}: U += R^T Y with Y written piece by piece. */
  void addTranspose(Matrix u, Work writer) {
    forEachPiece(
        u,
        (first, r, y) -> {
          writer.accept(first, y.rowBlocks(perSample));
          kernel.multiply(r.transposed(), y, into(u).adding());
        });
  }

  /** Returns the most samples of a piece, for weights of d*k columns. */
  int step(int columns) {
    int wanted = Math.max(LEAST_ROWS, VALUES / columns);
    return Math.min(rows.rows() / perSample, Math.max(1, wanted / perSample));
  }

  private interface Piece {
    void accept(int first, Matrix r, Matrix y);
  }

  private void forEachPiece(Matrix u, Piece piece) {
    int samples = rows.rows() / perSample;
    int step = step(u.columns());
    try (Workspace workspace = Workspace.open()) {
      int height = Math.multiplyExact(step, perSample);
      Matrix y = workspace.matrix(rows.precision(), height, u.columns());
      for (int first = 0; first < samples; first += step) {
        int count = Math.min(step, samples - first) * perSample;
        piece.accept(first, rows.rows(first * perSample, count), y.rows(0, count));
      }
    }
  }
}
