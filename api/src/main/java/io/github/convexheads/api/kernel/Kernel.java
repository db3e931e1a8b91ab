package io.github.convexheads.api.kernel;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The linear algebra that everything else is built from: products of {@link Matrix} views and
 * decompositions of small matrices.
 *
 * <p>A kernel keeps no state between calls, may be used by many threads at once, and runs each call
 * on the calling thread (see {@link Workers}); the same call on the same machine always gives the
 * same bits, whatever other threads do. Obtain one from {@link Kernels#best()}; what a new one has
 * to offer is in {@link KernelRoutines}. Large products and all decompositions ask {@link
 * StopToken}.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Kernel {
  private final KernelRoutines routines;

  private Kernel(KernelRoutines routines) {
    this.routines = routines;
  }

  /**
   * The kernel that computes with given routines.
   *
   * @param routines products and decompositions
   * @return the kernel
   */
  public static Kernel of(KernelRoutines routines) {
    return new Kernel(Objects.requireNonNull(routines, "routines"));
  }

  /**
   * One line for people: the library, its version, and what decides its speed here.
   *
   * @return a description without line breaks
   */
  public String description() {
    return routines.description();
  }

  /**
   * Matrix product {@code C = A B}, or what the target says.
   *
   * <p>An inner side of 0 gives zeros. NaN in A or B reaches every entry of C that it enters.
   *
   * @param a m x k
   * @param b k x n
   * @param c m x n
   * @throws IllegalArgumentException if the sides do not fit, or the three precisions differ
   */
  public void multiply(Matrix a, Matrix b, Target c) {
    int count = c.matrices().count();
    multiply(a.repeated(count), b.repeated(count), c);
  }

  /**
   * Matrix product as a new matrix, {@code A B}.
   *
   * @param a m x k
   * @param b k x n, in the precision of a
   * @return m x n
   * @throws IllegalArgumentException if the sides do not fit, or the precisions differ
   */
  public Matrix multiply(Matrix a, Matrix b) {
    Matrix c = Matrix.zeros(a.precision(), a.rows(), b.columns());
    multiply(a, b, Target.into(c));
    return c;
  }

  /**
   * Many products of one shape: {@code C_i = A_i B_i}, or what the target says.
   *
   * <p>Where the batch is one tall product in disguise (one shared B, and A and C stacked without
   * gaps) it is done as one, which may differ from the single products in the last bits.
   *
   * @param a m x k each
   * @param b k x n each
   * @param c m x n each
   * @throws IllegalArgumentException if the numbers of matrices or the sides do not fit, or the
   *     three precisions differ
   */
  public void multiply(MatrixBatch a, MatrixBatch b, Target c) {
    Product.of(a, b, c).run(routines);
  }

  /**
   * Eigendecomposition of a symmetric matrix, {@code A = W diag(values) W^T}.
   *
   * @param a n x n, row-major without padding; only its lower triangle is read
   * @param n order of the matrix, at least 0
   * @return eigenvalues in descending order and orthonormal eigenvectors
   * @throws IllegalArgumentException if {@code a.length < n * n} or an entry read is not finite
   * @throws ArithmeticException if the iteration does not converge
   */
  public SymmetricEigen eigen(double[] a, int n) {
    double[] lower = DecompositionArguments.lowerTriangle(a, n);
    DecompositionArguments.requireFinite(lower, n, n);
    StopToken.check();
    return n == 0 ? new SymmetricEigen(0, new double[0], new double[0]) : routines.eigen(lower, n);
  }

  /**
   * Eigendecomposition of a symmetric matrix.
   *
   * @param a symmetric; only its lower triangle is read
   * @return as {@link #eigen(double[], int)}
   */
  public SymmetricEigen eigen(Matrix a) {
    return eigen(a.toArray(), a.rows());
  }

  /**
   * Thin singular value decomposition, {@code A = U diag(values) V^T}, r = min(m, n).
   *
   * @param a m x n, row-major without padding; not modified
   * @param m number of rows, at least 0
   * @param n number of columns, at least 0
   * @return singular values in descending order with orthonormal left and right vectors
   * @throws IllegalArgumentException if {@code a.length < m * n} or an entry is not finite
   * @throws ArithmeticException if the iteration does not converge
   */
  public Svd svd(double[] a, int m, int n) {
    DecompositionArguments.requireFinite(a, m, n);
    StopToken.check();
    return Math.min(m, n) == 0
        ? new Svd(m, n, new double[0], new double[0], new double[0])
        : routines.svd(a, m, n);
  }

  /**
   * Thin singular value decomposition.
   *
   * @param a any sides
   * @return as {@link #svd(double[], int, int)}
   */
  public Svd svd(Matrix a) {
    return svd(a.toArray(), a.rows(), a.columns());
  }

  /**
   * Cholesky factorisation of a symmetric positive definite matrix, {@code A = L L^T}.
   *
   * @param a n x n, row-major without padding; only its lower triangle is read; not modified
   * @param n order of the matrix, at least 0
   * @return the factor, ready to solve with
   * @throws IllegalArgumentException if {@code a.length < n * n}
   * @throws Cholesky.NotPositiveDefiniteException if a pivot is not positive (NaN included)
   */
  public Cholesky cholesky(double[] a, int n) {
    return cholesky(a, n, Workers.of(1));
  }

  /**
   * Cholesky factorisation of a symmetric positive definite matrix by several threads, with the
   * same bits for any number of them.
   *
   * @param a n x n, row-major without padding; only its lower triangle is read; not modified
   * @param n order of the matrix, at least 0
   * @param workers the threads
   * @return as {@link #cholesky(double[], int)}
   */
  public Cholesky cholesky(double[] a, int n, Workers workers) {
    double[] lower = DecompositionArguments.lowerTriangle(a, n);
    if (n > LargeCholesky.SHORT) {
      LargeCholesky.factor(this, workers, lower, n);
    } else if (n > 0) {
      StopToken.check();
      routines.cholesky(lower, n);
    }
    return new Cholesky(this, n, lower);
  }

  /**
   * Cholesky factorisation of a symmetric positive definite matrix.
   *
   * @param a symmetric positive definite; only its lower triangle is read
   * @return as {@link #cholesky(double[], int)}
   */
  public Cholesky cholesky(Matrix a) {
    return cholesky(a.toArray(), a.rows());
  }

  KernelRoutines routines() {
    return routines;
  }
}
