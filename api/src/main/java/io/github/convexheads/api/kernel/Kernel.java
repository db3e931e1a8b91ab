package io.github.convexheads.api.kernel;

/**
 * The linear algebra that everything else is built from, on row-major heap arrays.
 *
 * <p>Entry (i, j) of a matrix that begins at {@code pos} with leading dimension ld is at {@code pos
 * + i * ld + j}; ld may exceed the number of columns, so a matrix can be a window of a larger one.
 * Dimensions of 0 are legal. A kernel keeps no state between calls, may be used by many threads at
 * once, and runs each call on the calling thread (see {@link Workers}); the same call on the same
 * machine always gives the same bits, whatever other threads do.
 *
 * <p>Obtain one from {@link Kernels#best()}; to write one, see {@link KernelProvider} and inherit
 * {@code KernelContract} from the test-jar.
 */
public interface Kernel {

  /**
   * One line for people: the library, its version, and what decides its speed here.
   *
   * @return a description without line breaks
   */
  String description();

  /**
   * Matrix product {@code C = alpha * op(A) * op(B) + beta * C} in double.
   *
   * <p>op(A) is m x k and op(B) is k x n: A is stored m x k ({@code transA} false) or k x m (true),
   * B is stored k x n or n x k. {@code beta == 0} overwrites C without reading it; {@code k == 0}
   * only multiplies C by beta; {@code m == 0} or {@code n == 0} does nothing. NaN in A or B reaches
   * every entry of C that it enters, unless {@code alpha == 0}. C must not overlap A or B.
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
   * @param beta factor of the old C
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C, at least n
   * @throws IllegalArgumentException if a dimension is negative or a leading dimension too small
   * @throws IndexOutOfBoundsException if a matrix does not fit in its array
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
      double beta,
      double[] c,
      int cPos,
      int ldc);

  /**
   * Matrix product {@code C = alpha * op(A) * op(B) + beta * C} in float; otherwise as {@link
   * #gemm(boolean, boolean, int, int, int, double, double[], int, int, double[], int, int, double,
   * double[], int, int)}.
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
   * @param beta factor of the old C
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   * @throws IllegalArgumentException if a dimension is negative or a leading dimension too small
   * @throws IndexOutOfBoundsException if a matrix does not fit in its array
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
      float beta,
      float[] c,
      int cPos,
      int ldc);

  /**
   * Eigendecomposition of a symmetric matrix, {@code A = W diag(values) W^T}.
   *
   * @param a n x n, row-major without padding; only its lower triangle is read
   * @param n order of the matrix, at least 0
   * @return eigenvalues in descending order and orthonormal eigenvectors
   * @throws IllegalArgumentException if {@code a.length < n * n} or an entry read is not finite
   * @throws ArithmeticException if the iteration does not converge
   */
  SymmetricEigen eigen(double[] a, int n);

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
  Svd svd(double[] a, int m, int n);

  /**
   * Cholesky factorisation of a symmetric positive definite matrix, {@code A = L L^T}.
   *
   * @param a n x n, row-major without padding; only its lower triangle is read; not modified
   * @param n order of the matrix, at least 0
   * @return the factor, ready to solve with
   * @throws IllegalArgumentException if {@code a.length < n * n}
   * @throws NotPositiveDefiniteException if a pivot is not positive (NaN included)
   */
  Cholesky cholesky(double[] a, int n);

  /**
   * Matrix product {@code C = alpha * op(A) * op(B) + beta * C} in the precision of the arrays;
   * otherwise as {@link #gemm(boolean, boolean, int, int, int, double, double[], int, int,
   * double[], int, int, double, double[], int, int)}.
   *
   * @param transA whether A is stored transposed
   * @param transB whether B is stored transposed
   * @param m rows of C
   * @param n columns of C
   * @param k inner dimension
   * @param alpha factor of the product, rounded to the precision of the arrays
   * @param a array that holds A
   * @param aPos position of A's first entry
   * @param lda leading dimension of A
   * @param b array that holds B
   * @param bPos position of B's first entry
   * @param ldb leading dimension of B
   * @param beta factor of the old C, rounded to the precision of the arrays
   * @param c array that holds C
   * @param cPos position of C's first entry
   * @param ldc leading dimension of C
   * @throws IllegalArgumentException if a dimension is negative, a leading dimension too small, or
   *     the three precisions differ
   * @throws IndexOutOfBoundsException if a matrix does not fit in its array
   */
  default void gemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      RealArray a,
      int aPos,
      int lda,
      RealArray b,
      int bPos,
      int ldb,
      double beta,
      RealArray c,
      int cPos,
      int ldc) {
    GemmShape.requireSamePrecision(a, b, c);
    switch (c.precision()) {
      case FLOAT64 ->
          gemm(
              transA,
              transB,
              m,
              n,
              k,
              alpha,
              a.doubles(),
              aPos,
              lda,
              b.doubles(),
              bPos,
              ldb,
              beta,
              c.doubles(),
              cPos,
              ldc);
      case FLOAT32 ->
          gemm(
              transA,
              transB,
              m,
              n,
              k,
              (float) alpha,
              a.floats(),
              aPos,
              lda,
              b.floats(),
              bPos,
              ldb,
              (float) beta,
              c.floats(),
              cPos,
              ldc);
    }
  }

  /**
   * Many products of one shape: {@code C_i = alpha * op(A_i) * op(B_i) + beta * C_i} for {@code 0
   * <= i < count}, where matrix i of A begins at {@code aPos + i * strideA}, likewise B and C.
   *
   * <p>Strides of 0 share one A or B between all products. Without allocation; where the batch is
   * one tall product in disguise (one shared B, and A and C stacked without gaps) it is done as
   * one, which may differ from the single products in the last bits. The C_i must not overlap.
   *
   * @param count number of products, at least 0
   * @param transA whether each A is stored transposed
   * @param transB whether each B is stored transposed
   * @param m rows of each C
   * @param n columns of each C
   * @param k inner dimension
   * @param alpha factor of the products
   * @param a array that holds every A
   * @param aPos position of the first A
   * @param lda leading dimension of each A
   * @param strideA distance from one A to the next, at least 0
   * @param b array that holds every B
   * @param bPos position of the first B
   * @param ldb leading dimension of each B
   * @param strideB distance from one B to the next, at least 0
   * @param beta factor of the old C
   * @param c array that holds every C
   * @param cPos position of the first C
   * @param ldc leading dimension of each C
   * @param strideC distance from one C to the next, at least 0
   * @throws IllegalArgumentException if {@code count}, a dimension or a stride is negative, a
   *     leading dimension too small, or the three precisions differ
   * @throws IndexOutOfBoundsException if a matrix does not fit in its array
   */
  default void gemmBatched(
      int count,
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      RealArray a,
      int aPos,
      int lda,
      int strideA,
      RealArray b,
      int bPos,
      int ldb,
      int strideB,
      double beta,
      RealArray c,
      int cPos,
      int ldc,
      int strideC) {
    GemmShape.requireBatch(count, strideA, strideB, strideC);
    boolean stacked =
        !transA
            && strideB == 0
            && strideA == (long) m * lda
            && strideC == (long) m * ldc
            && (long) count * m <= Integer.MAX_VALUE;
    if (stacked) {
      gemm(false, transB, count * m, n, k, alpha, a, aPos, lda, b, bPos, ldb, beta, c, cPos, ldc);
      return;
    }
    for (int i = 0; i < count; i++) {
      gemm(
          transA,
          transB,
          m,
          n,
          k,
          alpha,
          a,
          Math.addExact(aPos, Math.multiplyExact(i, strideA)),
          lda,
          b,
          Math.addExact(bPos, Math.multiplyExact(i, strideB)),
          ldb,
          beta,
          c,
          Math.addExact(cPos, Math.multiplyExact(i, strideC)),
          ldc);
    }
  }

  /**
   * Eigendecomposition as {@link #eigen(double[], int)}.
   *
   * @param a symmetric; only its lower triangle is read
   * @return eigenvalues in descending order and orthonormal eigenvectors
   */
  default SymmetricEigen eigen(Matrix a) {
    return eigen(a.toArray(), a.rows());
  }

  /**
   * Thin singular value decomposition as {@link #svd(double[], int, int)}.
   *
   * @param a any sides
   * @return singular values in descending order with orthonormal left and right vectors
   */
  default Svd svd(Matrix a) {
    return svd(a.toArray(), a.rows(), a.columns());
  }

  /**
   * Cholesky factorisation as {@link #cholesky(double[], int)}.
   *
   * @param a symmetric positive definite; only its lower triangle is read
   * @return the factor, ready to solve with
   */
  default Cholesky cholesky(Matrix a) {
    return cholesky(a.toArray(), a.rows());
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
  default void multiply(Matrix a, Matrix b, Target c) {
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
  default Matrix multiply(Matrix a, Matrix b) {
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
  default void multiply(MatrixBatch a, MatrixBatch b, Target c) {
    Products.requireFitting(a, b, c.matrices());
    if (c.matrices().count() == 0) {
      return;
    }
    Matrix out = c.matrices().first();
    boolean flipped = out.isTransposed();
    MatrixBatch left = flipped ? b.transposed() : a;
    MatrixBatch right = flipped ? a.transposed() : b;
    Matrix l = left.first();
    Matrix r = right.first();
    gemmBatched(
        c.matrices().count(),
        l.isTransposed(),
        r.isTransposed(),
        out.storedRows(),
        out.storedColumns(),
        l.columns(),
        c.alpha(),
        l.values(),
        l.position(),
        l.stride(),
        left.step(),
        r.values(),
        r.position(),
        r.stride(),
        right.step(),
        c.keep(),
        out.values(),
        out.position(),
        out.stride(),
        c.matrices().step());
  }
}
