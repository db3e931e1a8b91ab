package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.kernel.SymmetricEigen;
import org.bytedeco.openblas.global.openblas;

/**
 * Symmetric eigendecomposition by LAPACK: divide and conquer ({@code dsyevd}), or QL iteration
 * ({@code dsyev}, slower) in the rare case that it does not converge.
 *
 * <p>The row-major lower triangle is LAPACK's column-major upper one; LAPACK's eigenvectors come as
 * the rows of the row-major view, by ascending eigenvalue.
 */
final class LapackEigen {
  private static final int COLUMN_MAJOR = 102;

  /** One of the two algorithms: overwrites its arguments and returns LAPACK's info. */
  @FunctionalInterface
  interface Driver {
    int run(int n, double[] a, double[] values);
  }

  static final Driver DIVIDE_AND_CONQUER =
      (n, a, values) ->
          openblas.LAPACKE_dsyevd(COLUMN_MAJOR, (byte) 'V', (byte) 'U', n, a, n, values);

  static final Driver QL_ITERATION =
      (n, a, values) ->
          openblas.LAPACKE_dsyev(COLUMN_MAJOR, (byte) 'V', (byte) 'U', n, a, n, values);

  private LapackEigen() {}

  /** Eigendecomposition of the symmetric matrix whose lower triangle is given. */
  static SymmetricEigen of(double[] lower, int n) {
    return of(lower, n, DIVIDE_AND_CONQUER, QL_ITERATION);
  }

  /** Tries the drivers in order until one converges. */
  static SymmetricEigen of(double[] lower, int n, Driver... drivers) {
    for (Driver driver : drivers) {
      double[] work = lower.clone();
      double[] ascending = new double[n];
      int info = driver.run(n, work, ascending);
      if (info == 0) {
        return descending(n, ascending, work);
      }
      if (info < 0) {
        throw new IllegalStateException(
            "LAPACK found argument " + -info + " of the eigendecomposition illegal, order " + n);
      }
    }
    throw new ArithmeticException(
        "the eigendecomposition of a symmetric " + n + " x " + n + " matrix did not converge");
  }

  /** Turns ascending eigenvectors in rows into descending ones in columns. */
  private static SymmetricEigen descending(int n, double[] ascending, double[] rows) {
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      int source = n - 1 - j;
      values[j] = ascending[source];
      for (int i = 0; i < n; i++) {
        vectors[i * n + j] = rows[source * n + i];
      }
    }
    return new SymmetricEigen(n, values, vectors);
  }
}
