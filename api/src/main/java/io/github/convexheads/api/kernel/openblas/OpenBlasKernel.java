package io.github.convexheads.api.kernel.openblas;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf_work;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.KernelRoutines;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;

/**
 * OpenBLAS on heap arrays.
 *
 * <p>BLAS is column-major: a row-major matrix is its transpose there, so C = A B becomes C^T = B^T
 * A^T, the same call with the operands exchanged. Products pin their arrays, which holds up the
 * garbage collector, so large ones are cut by rows into calls of a fraction of a second;
 * decompositions, which cannot be cut, work on copies outside the heap.
 */
final class OpenBlasKernel implements KernelRoutines {
  /** Multiplications in one call, 0.1 to 0.3 s on one core. */
  private static final long CALL_WORK = 10_000_000_000L;

  /** Rows in one call however long they are, so that OpenBLAS can block. */
  private static final int MIN_CALL_ROWS = 64;

  private static final int COLUMN_MAJOR = 102;

  private final OpenBlasLibrary library;
  private final long callWork;
  private final int minCallRows;

  OpenBlasKernel(OpenBlasLibrary library) {
    this(library, CALL_WORK, MIN_CALL_ROWS);
  }

  OpenBlasKernel(OpenBlasLibrary library, long callWork, int minCallRows) {
    this.library = library;
    this.callWork = callWork;
    this.minCallRows = minCallRows;
  }

  @Override
  public String description() {
    String core = library.core().isEmpty() ? "core type unknown" : "core type " + library.core();
    return library.version() + ", " + core + ", one thread per call";
  }

  @Override
  public void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aPos,
      int lda,
      double[] b,
      int bPos,
      int ldb,
      boolean adding,
      double[] c,
      int cPos,
      int ldc) {
    int step = callRows(n, k);
    for (int row = 0; row < m; row += step) {
      library
          .gemm()
          .dgemm(
              operation(transB),
              operation(transA),
              n,
              Math.min(step, m - row),
              k,
              alpha,
              b,
              bPos,
              ldb,
              a,
              transA ? aPos + row : aPos + row * lda,
              lda,
              adding ? 1 : 0,
              c,
              cPos + row * ldc,
              ldc);
    }
  }

  @Override
  public void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aPos,
      int lda,
      float[] b,
      int bPos,
      int ldb,
      boolean adding,
      float[] c,
      int cPos,
      int ldc) {
    int step = callRows(n, k);
    for (int row = 0; row < m; row += step) {
      library
          .gemm()
          .sgemm(
              operation(transB),
              operation(transA),
              n,
              Math.min(step, m - row),
              k,
              alpha,
              b,
              bPos,
              ldb,
              a,
              transA ? aPos + row : aPos + row * lda,
              lda,
              adding ? 1 : 0,
              c,
              cPos + row * ldc,
              ldc);
    }
  }

  @Override
  public SymmetricEigen eigen(double[] lower, int n) {
    return LapackEigen.of(lower, n);
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    return LapackSvd.thin(a, m, n);
  }

  /** The row-major lower triangle is the upper triangle of LAPACK's column-major view. */
  @Override
  public void cholesky(double[] lower, int n) {
    int info = LAPACKE_dpotrf_work(COLUMN_MAJOR, (byte) 'U', n, lower, n);
    if (info < 0) {
      throw new IllegalStateException("dpotrf found argument " + -info + " illegal, order " + n);
    }
    for (int i = 0; i < n; i++) {
      boolean refused = i == info - 1;
      if (refused || !(lower[i * n + i] > 0)) { // OpenBLAS itself goes on after a pivot of NaN.
        throw new Cholesky.NotPositiveDefiniteException(n, i);
      }
    }
  }

  private int callRows(int n, int k) {
    long rows = callWork / ((long) n * k);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(minCallRows, rows));
  }

  private static String operation(boolean transposed) {
    return transposed ? "T" : "N";
  }
}
