package io.github.convexheads.api.kernel.java;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.KernelRoutines;

/**
 * Left-looking blocked Cholesky factorisation (Golub, Van Loan 2013, section 4.2.9): block column
 * by block column, all but the diagonal blocks by matrix products.
 */
final class BlockedCholesky {
  private static final int BLOCK = 48;

  private BlockedCholesky() {}

  /**
   * Overwrites the lower triangle of A with L.
   *
   * @param routines do the products
   * @param a n x n row-major, zero above the diagonal
   * @param n order of the matrix
   * @throws Cholesky.NotPositiveDefiniteException if a pivot is not positive
   */
  static void factor(KernelRoutines routines, double[] a, int n) {
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      int size = to - from;
      // A[from.., from..to] -= L[from.., 0..from] * L[from..to, 0..from]^T
      if (from > 0) {
        int start = from * n;
        routines.gemm(
            false,
            true,
            n - from,
            size,
            from,
            -1.0,
            a,
            start,
            n,
            a,
            start,
            n,
            true,
            a,
            start + from,
            n);
      }
      factorDiagonal(a, n, from, to);
      for (int i = to; i < n; i++) {
        solveRow(a, n, i, from, to);
      }
    }
  }

  private static void factorDiagonal(double[] a, int n, int from, int to) {
    for (int i = from; i < to; i++) {
      solveRow(a, n, i, from, i);
      double pivot = a[i * n + i];
      for (int p = from; p < i; p++) {
        pivot -= a[i * n + p] * a[i * n + p];
      }
      if (!(pivot > 0)) {
        throw new Cholesky.NotPositiveDefiniteException(n, i);
      }
      a[i * n + i] = Math.sqrt(pivot);
      for (int j = i + 1; j < to; j++) {
        a[i * n + j] = 0; // The product above filled the whole diagonal block.
      }
    }
  }

  /** Row i of L between the columns from and to, by forward substitution. */
  private static void solveRow(double[] a, int n, int i, int from, int to) {
    for (int j = from; j < to; j++) {
      double value = a[i * n + j];
      for (int p = from; p < j; p++) {
        value -= a[i * n + p] * a[j * n + p];
      }
      a[i * n + j] = value / a[j * n + j];
    }
  }
}
