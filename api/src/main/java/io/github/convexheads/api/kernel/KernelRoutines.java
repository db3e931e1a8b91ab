package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/**
 * What the author of a kernel writes: products and decompositions on row-major heap arrays, in the
 * terms of BLAS and LAPACK. {@link Kernel} makes of it what everyone else uses, checks arguments,
 * and answers for matrices without entries; routines are only called with what is right.
 *
 * <p>Entry (i, j) of a matrix that begins at {@code pos} with leading dimension ld is at {@code pos
 * + i * ld + j}. Routines keep no state between calls, may be used by many threads at once, and run
 * each call on the calling thread (see {@link Workers}); the same call on the same machine always
 * gives the same bits, whatever other threads do. A test inherits {@code KernelContract} from the
 * contract test kit.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface KernelRoutines {

  /**
   * One line for people: the library, its version, and what decides its speed here.
   *
   * @return a description without line breaks
   */
  String description();

  /**
   * Matrix product {@code C = alpha * op(A) * op(B)}, or added to C, in double.
   *
   * <p>op(A) is m x k and op(B) is k x n: A is stored m x k ({@code transA} false) or k x m (true),
   * B is stored k x n or n x k. All sides are at least 1, alpha is not 0, the matrices lie inside
   * their arrays, and C overlaps neither factor. NaN in A or B reaches every entry of C that it
   * enters; without adding, C is not read.
   *
   * @param transA whether A is stored transposed
   * @param transB whether B is stored transposed
   * @param m rows of C
   * @param n columns of C
   * @param k inner dimension
   * @param alpha factor of the product
   * @param a array that holds A
   * @param aPos position of A's first entry
   * @param lda leading dimension of A, at least its number of stored columns
   * @param b array that holds B
   * @param bPos position of B's first entry
   * @param ldb leading dimension of B, at least its number of stored columns
   * @param adding whether the product is added to what C holds
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C, at least n
   */
  void gemm(
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
      int ldc);

  /**
   * Matrix product in float; otherwise as {@link #gemm(boolean, boolean, int, int, int, double,
   * double[], int, int, double[], int, int, boolean, double[], int, int)}.
   *
   * @param transA whether A is stored transposed
   * @param transB whether B is stored transposed
   * @param m rows of C
   * @param n columns of C
   * @param k inner dimension
   * @param alpha factor of the product
   * @param a array that holds A
   * @param aPos position of A's first entry
   * @param lda leading dimension of A
   * @param b array that holds B
   * @param bPos position of B's first entry
   * @param ldb leading dimension of B
   * @param adding whether the product is added to what C holds
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   */
  void gemm(
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
      int ldc);

  /**
   * Eigendecomposition of a symmetric matrix, {@code A = W diag(values) W^T}.
   *
   * @param lower the lower triangle of A, finite, with zeros above it, n x n row-major; not
   *     modified
   * @param n order of the matrix, at least 1
   * @return eigenvalues in descending order and orthonormal eigenvectors
   * @throws ArithmeticException if the iteration does not converge
   */
  SymmetricEigen eigen(double[] lower, int n);

  /**
   * Thin singular value decomposition, {@code A = U diag(values) V^T}, r = min(m, n).
   *
   * @param a m x n finite numbers, row-major; not modified
   * @param m number of rows, at least 1
   * @param n number of columns, at least 1
   * @return singular values in descending order with orthonormal left and right vectors
   * @throws ArithmeticException if the iteration does not converge
   */
  Svd svd(double[] a, int m, int n);

  /**
   * Cholesky factorisation of a symmetric positive definite matrix, {@code A = L L^T}, in place.
   *
   * @param lower the lower triangle of A with zeros above it, n x n row-major; receives L
   * @param n order of the matrix, at least 1
   * @throws Cholesky.NotPositiveDefiniteException if a pivot is not positive (NaN included)
   */
  void cholesky(double[] lower, int n);
}
