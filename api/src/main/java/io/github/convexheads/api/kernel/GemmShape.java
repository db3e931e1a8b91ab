package io.github.convexheads.api.kernel;

import java.util.Arrays;

/** The arguments of {@link Kernel#gemm}: checks and trivial cases, for authors of kernels. */
public final class GemmShape {
  private GemmShape() {}

  /**
   * Checks that the three matrices of a product lie inside their arrays.
   *
   * @param transA whether A is stored k x m rather than m x k
   * @param transB whether B is stored n x k rather than k x n
   * @param m rows of C
   * @param n columns of C
   * @param k inner dimension
   * @param aLength length of the array that holds A
   * @param aPos position of A's first entry
   * @param lda leading dimension of A
   * @param bLength length of the array that holds B
   * @param bPos position of B's first entry
   * @param ldb leading dimension of B
   * @param cLength length of the array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   * @throws IllegalArgumentException if a dimension is negative or a leading dimension is smaller
   *     than the number of stored columns
   * @throws IndexOutOfBoundsException if a matrix does not fit in its array
   */
  public static void require(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      int aLength,
      int aPos,
      int lda,
      int bLength,
      int bPos,
      int ldb,
      int cLength,
      int cPos,
      int ldc) {
    if (m < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException(
          "gemm dimensions are m = " + m + ", n = " + n + ", k = " + k + "; each must be >= 0");
    }
    requireMatrix("A", transA ? k : m, transA ? m : k, aLength, aPos, lda);
    requireMatrix("B", transB ? n : k, transB ? k : n, bLength, bPos, ldb);
    requireMatrix("C", m, n, cLength, cPos, ldc);
  }

  /**
   * The product without its product term, {@code C = beta * C}, for k = 0 or alpha = 0.
   *
   * @param m rows of C
   * @param n columns of C
   * @param beta factor of the old C; 0 overwrites without reading
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   */
  public static void scale(int m, int n, double beta, double[] c, int cPos, int ldc) {
    if (beta == 1 || n == 0) {
      return;
    }
    for (int row = 0; row < m; row++) {
      int from = cPos + row * ldc;
      if (beta == 0) {
        Arrays.fill(c, from, from + n, 0);
      } else {
        for (int i = from; i < from + n; i++) {
          c[i] *= beta;
        }
      }
    }
  }

  /**
   * The product without its product term, {@code C = beta * C}, for k = 0 or alpha = 0.
   *
   * @param m rows of C
   * @param n columns of C
   * @param beta factor of the old C; 0 overwrites without reading
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   */
  public static void scale(int m, int n, float beta, float[] c, int cPos, int ldc) {
    if (beta == 1 || n == 0) {
      return;
    }
    for (int row = 0; row < m; row++) {
      int from = cPos + row * ldc;
      if (beta == 0) {
        Arrays.fill(c, from, from + n, 0);
      } else {
        for (int i = from; i < from + n; i++) {
          c[i] *= beta;
        }
      }
    }
  }

  private static void requireMatrix(
      String name, int rows, int columns, int length, int pos, int ld) {
    if (ld < columns) {
      throw new IllegalArgumentException(
          name
              + " is stored "
              + rows
              + " x "
              + columns
              + " but its leading dimension is "
              + ld
              + "; it must be at least "
              + columns);
    }
    boolean empty = rows == 0 || columns == 0;
    long end = empty ? pos : pos + (rows - 1L) * ld + columns;
    if (pos < 0 || end > length) {
      throw new IndexOutOfBoundsException(
          name
              + " is stored "
              + rows
              + " x "
              + columns
              + " with leading dimension "
              + ld
              + " from position "
              + pos
              + ", which needs an array of "
              + end
              + " numbers from position 0; the array has "
              + length);
    }
  }

  static void requireSamePrecision(RealArray a, RealArray b, RealArray c) {
    if (a.precision() != c.precision() || b.precision() != c.precision()) {
      throw new IllegalArgumentException(
          "gemm needs one precision, but A is "
              + a.precision()
              + ", B is "
              + b.precision()
              + " and C is "
              + c.precision()
              + "; convert with copy(precision)");
    }
  }

  static void requireBatch(int count, int strideA, int strideB, int strideC) {
    if (count < 0 || strideA < 0 || strideB < 0 || strideC < 0) {
      throw new IllegalArgumentException(
          "batched gemm has count = "
              + count
              + " and strides "
              + strideA
              + ", "
              + strideB
              + ", "
              + strideC
              + "; each must be >= 0");
    }
  }
}
