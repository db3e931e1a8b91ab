package io.github.convexheads.api.kernel;

/** Checks and copies of the arguments of a decomposition. */
final class DecompositionArguments {
  private DecompositionArguments() {}

  /**
   * Checks that an array holds a row-major matrix of finite numbers.
   *
   * @param a m x n, row-major without padding
   * @param m number of rows
   * @param n number of columns
   * @throws IllegalArgumentException if a side is negative, {@code a.length < m * n}, or an entry
   *     is NaN or infinite
   */
  static void requireFinite(double[] a, int m, int n) {
    requireLength(a, m, n);
    for (int i = 0; i < m * n; i++) {
      if (!Double.isFinite(a[i])) {
        throw new IllegalArgumentException(
            "entry ("
                + i / n
                + ", "
                + i % n
                + ") of a "
                + m
                + " x "
                + n
                + " matrix is "
                + a[i]
                + "; a decomposition needs finite numbers");
      }
    }
  }

  /**
   * A copy of the lower triangle of a square matrix, with zeros above it.
   *
   * @param a n x n, row-major without padding
   * @param n order of the matrix
   * @return a new n x n matrix
   * @throws IllegalArgumentException if {@code n < 0} or {@code a.length < n * n}
   */
  static double[] lowerTriangle(double[] a, int n) {
    requireLength(a, n, n);
    double[] lower = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, i * n, lower, i * n, i + 1);
    }
    return lower;
  }

  private static void requireLength(double[] a, int m, int n) {
    if (m < 0 || n < 0 || a.length < (long) m * n) {
      throw new IllegalArgumentException(
          "asked to decompose a "
              + m
              + " x "
              + n
              + " matrix in an array of "
              + a.length
              + " numbers; sides must be at least 0 and the array at least "
              + (long) m * n);
    }
  }
}
