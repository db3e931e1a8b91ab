package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.kernel.Svd;
import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/**
 * Thin SVD by LAPACK: divide and conquer ({@code dgesdd}), or QR iteration ({@code dgesvd}, slower)
 * in the rare case that it does not converge.
 *
 * <p>LAPACK sees the row-major m x n matrix A as the column-major n x m matrix A^T = V S U^T.
 */
final class LapackSvd {
  private static final int COLUMN_MAJOR = 102;
  private static final byte THIN = 'S';

  /** One of the two algorithms: overwrites its arguments and returns LAPACK's info. */
  @FunctionalInterface
  interface Driver {
    int run(int n, int m, int r, double[] a, double[] values, double[] v, double[] ut);
  }

  static final Driver DIVIDE_AND_CONQUER =
      (n, m, r, a, values, v, ut) ->
          openblas.LAPACKE_dgesdd(COLUMN_MAJOR, THIN, n, m, a, n, values, v, n, ut, r);

  static final Driver QR_ITERATION =
      (n, m, r, a, values, v, ut) ->
          openblas.LAPACKE_dgesvd(
              COLUMN_MAJOR, THIN, THIN, n, m, a, n, values, v, n, ut, r, new double[r]);

  private LapackSvd() {}

  /** Thin SVD of the row-major m x n matrix {@code a}, which is not modified. */
  static Svd thin(double[] a, int m, int n) {
    return thin(a, m, n, DIVIDE_AND_CONQUER, QR_ITERATION);
  }

  /** Tries the drivers in order until one converges. */
  static Svd thin(double[] a, int m, int n, Driver... drivers) {
    int r = Math.min(m, n);
    double[] values = new double[r];
    double[] v = new double[n * r];
    double[] ut = new double[r * m];
    for (Driver driver : drivers) {
      double[] work = Arrays.copyOf(a, m * n);
      int info = driver.run(n, m, r, work, values, v, ut);
      if (info == 0) {
        // Column-major r x m is row-major m x r; V alone has to be turned.
        return new Svd(m, n, ut, values, transposed(v, r, n));
      }
      if (info < 0) {
        throw new IllegalStateException(
            "LAPACK found argument " + -info + " of the SVD illegal, matrix " + m + " x " + n);
      }
    }
    throw new ArithmeticException(
        "the singular value decomposition of a " + m + " x " + n + " matrix did not converge");
  }

  private static double[] transposed(double[] x, int rows, int columns) {
    double[] t = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[j * rows + i] = x[i * columns + j];
      }
    }
    return t;
  }
}
