package io.github.convexheads.attention;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The product of rows r in R^d with k matrices d x d at once, Y = R U with U seen as d x (d*k),
 * done for a few samples at a time so that Y stays in the cache for the work that follows.
 *
 * @param rows samples x perSample x d values
 * @param samples the number of samples
 * @param perSample rows of a sample
 * @param d features
 * @param kernel the linear algebra to use
 */
record WeightProduct(RealArray rows, int samples, int perSample, int d, Kernel kernel) {
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
     * @param samples how many
     * @param y samples x perSample x d x k values
     */
    void accept(int first, int samples, RealArray y);
  }

  /** Computes Y piece by piece and hands it on. */
  void times(RealArray u, int k, Work reader) {
    RealArray y = allocate(k);
    forEachPiece(
        k,
        (first, count) -> {
          kernel.gemm(
              false,
              false,
              count * perSample,
              d * k,
              d,
              1,
              rows,
              first * perSample * d,
              d,
              u,
              0,
              d * k,
              0,
              y,
              0,
              d * k);
          reader.accept(first, count, y);
        });
  }

  /** The adjoint of {@link #times}: U += R^T Y with Y written piece by piece. */
  void addTranspose(RealArray u, int k, Work writer) {
    RealArray y = allocate(k);
    forEachPiece(
        k,
        (first, count) -> {
          writer.accept(first, count, y);
          kernel.gemm(
              true,
              false,
              d,
              d * k,
              count * perSample,
              1,
              rows,
              first * perSample * d,
              d,
              y,
              0,
              d * k,
              1,
              u,
              0,
              d * k);
        });
  }

  /** Returns the most samples of a piece. */
  int step(int k) {
    int wanted = Math.max(LEAST_ROWS, VALUES / Math.multiplyExact(d, k));
    return Math.min(samples, Math.max(1, wanted / perSample));
  }

  private RealArray allocate(int k) {
    return RealArray.allocate(
        rows.precision(), Math.multiplyExact(step(k), perSample), Math.multiplyExact(d, k));
  }

  private interface Piece {
    void accept(int first, int count);
  }

  private void forEachPiece(int k, Piece piece) {
    int step = step(k);
    for (int first = 0; first < samples; first += step) {
      piece.accept(first, Math.min(step, samples - first));
    }
  }
}
