package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/**
 * Cholesky factorisation of a symmetric positive definite n x n matrix, {@code A = L L^T}, and the
 * solves that follow from it.
 *
 * <p>The solves are blocked: all but the diagonal blocks is products (Golub, Van Loan 2013, section
 * 3.1.4). They read the factor only, so many threads may solve at once.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Cholesky {
  private static final int BLOCK = 64;

  private final Kernel kernel;
  private final int order;
  private final double[] lower;

  /** Wraps the factor L, n x n row-major and zero above the diagonal; handed over, not copied. */
  Cholesky(Kernel kernel, int order, double[] lower) {
    this.kernel = kernel;
    this.order = order;
    this.lower = lower;
  }

  /**
   * Order n of the matrix.
   *
   * @return n, at least 0
   */
  public int order() {
    return order;
  }

  /**
   * The factor L.
   *
   * @return the array itself, n x n row-major, zero above the diagonal
   */
  public double[] lower() {
    return lower;
  }

  /**
   * Inverts the diagonal blocks of L, with which a solve is products alone (Golub, Van Loan 2013,
   * section 3.1.4).
   *
   * @param size rows of a block, at least 1; the last may have fewer
   * @return the inverses one below another, n x size, with zeros above their diagonals and beside
   */
  public Matrix diagonalInverses(int size) {
    double[] inverses = new double[Math.multiplyExact(order, size)];
    for (int i = 0; i < order; i++) {
      int from = i - i % size;
      double pivot = lower[i * order + i];
      inverses[i * size + i - from] = 1 / pivot;
      for (int k = from; k < i; k++) {
        double factor = lower[i * order + k] / pivot;
        for (int j = 0; j <= k - from; j++) {
          inverses[i * size + j] -= factor * inverses[k * size + j];
        }
      }
    }
    return Matrix.of(inverses, order, size);
  }

  /**
   * Solves {@code A X = B} in place.
   *
   * @param b B on entry and X on return, n x nrhs row-major without padding
   * @param nrhs number of right-hand sides, at least 0
   * @throws IllegalArgumentException if {@code nrhs < 0} or {@code b.length < n * nrhs}
   */
  public void solve(double[] b, int nrhs) {
    solveLower(b, nrhs);
    solveUpper(b, nrhs);
  }

  /**
   * Solves {@code L X = B} in place.
   *
   * @param b B on entry and X on return, n x nrhs row-major without padding
   * @param nrhs number of right-hand sides, at least 0
   * @throws IllegalArgumentException if {@code nrhs < 0} or {@code b.length < n * nrhs}
   */
  public void solveLower(double[] b, int nrhs) {
    requireRightHandSides(b, nrhs);
    Matrix x = Matrix.of(b, order, nrhs);
    for (int from = 0; from < order; from += BLOCK) {
      int size = Math.min(BLOCK, order - from);
      Matrix beside = Matrix.of(lower, order, order).rows(from, size).columns(0, from);
      subtractProduct(beside, x.rows(0, from), x.rows(from, size));
      for (int i = from; i < from + size; i++) {
        for (int k = from; k < i; k++) {
          subtractRow(b, nrhs, lower[i * order + k], k, i);
        }
        divideRow(b, nrhs, lower[i * order + i], i);
      }
    }
  }

  /**
   * Solves {@code L^T X = B} in place.
   *
   * @param b B on entry and X on return, n x nrhs row-major without padding
   * @param nrhs number of right-hand sides, at least 0
   * @throws IllegalArgumentException if {@code nrhs < 0} or {@code b.length < n * nrhs}
   */
  public void solveUpper(double[] b, int nrhs) {
    requireRightHandSides(b, nrhs);
    Matrix x = Matrix.of(b, order, nrhs);
    for (int to = order; to > 0; to -= BLOCK) {
      int from = Math.max(0, to - BLOCK);
      int below = order - to;
      Matrix under = Matrix.of(lower, order, order).rows(to, below).columns(from, to - from);
      subtractProduct(under.transposed(), x.rows(to, below), x.rows(from, to - from));
      for (int i = to - 1; i >= from; i--) {
        for (int k = i + 1; k < to; k++) {
          subtractRow(b, nrhs, lower[k * order + i], k, i);
        }
        divideRow(b, nrhs, lower[i * order + i], i);
      }
    }
  }

  private void subtractProduct(Matrix part, Matrix known, Matrix x) {
    kernel.multiply(part, known, Target.into(x).scaled(-1).adding());
  }

  private void requireRightHandSides(double[] b, int nrhs) {
    if (nrhs < 0 || b.length < (long) order * nrhs) {
      throw new IllegalArgumentException(
          "asked to solve for "
              + nrhs
              + " right-hand sides of length "
              + order
              + ", which needs an array of at least "
              + (long) order * nrhs
              + " numbers; found "
              + b.length);
    }
  }

  /** Row i of B minus {@code factor} times row k of B. */
  private static void subtractRow(double[] b, int nrhs, double factor, int k, int i) {
    int source = k * nrhs;
    int target = i * nrhs;
    for (int j = 0; j < nrhs; j++) {
      b[target + j] -= factor * b[source + j];
    }
  }

  private static void divideRow(double[] b, int nrhs, double divisor, int i) {
    for (int j = i * nrhs; j < (i + 1) * nrhs; j++) {
      b[j] /= divisor;
    }
  }

  /** A matrix given to a Cholesky factorisation is not positive definite. */
  public static final class NotPositiveDefiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private final int pivot;

    /**
     * Names the first pivot that is not positive.
     *
     * @param order order n of the matrix
     * @param pivot index j, from 0, of the first leading minor of order j + 1 that is not positive
     */
    public NotPositiveDefiniteException(int order, int pivot) {
      super(
          "a "
              + order
              + " x "
              + order
              + " matrix is not positive definite: pivot "
              + pivot
              + " (counted from 0) of its Cholesky factorisation is not > 0;"
              + " add a multiple of the identity, or use eigen");
      this.pivot = pivot;
    }

    /**
     * Index of the first pivot that is not positive.
     *
     * @return the index, counted from 0
     */
    public int pivot() {
      return pivot;
    }
  }
}
