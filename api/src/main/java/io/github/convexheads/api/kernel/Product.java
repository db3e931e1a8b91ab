package io.github.convexheads.api.kernel;

/**
 * A batch of products as the routines of a kernel take it: stored matrices, positions and steps.
 *
 * @param count number of products
 * @param left the first A, or B^T where C is transposed
 * @param leftStep distance from one A to the next
 * @param right the first B, or A^T where C is transposed
 * @param rightStep distance from one B to the next
 * @param out the first C as it is stored
 * @param outStep distance from one C to the next
 * @param alpha factor of the product
 * @param adding whether products are added to what C holds
 */
record Product(
    int count,
    Matrix left,
    int leftStep,
    Matrix right,
    int rightStep,
    Matrix out,
    int outStep,
    double alpha,
    boolean adding) {
  /** Multiplications, about a tenth of a second, after which work may be stopped. */
  private static final double LONGEST = 0x1p31;

  /** Multiplications from which on it costs nothing to ask whether work must stop. */
  private static final double WORTH_ASKING = 1e6;

  private static final int LEAST_ROWS = 64;

  /**
   * Checks that everything fits.
   *
   * @throws IllegalArgumentException as {@link Kernel#multiply(MatrixBatch, MatrixBatch, Target)}
   */
  static Product of(MatrixBatch a, MatrixBatch b, Target target) {
    MatrixBatch c = target.matrices();
    requireFitting(a, b, c);
    boolean flipped = c.first().isTransposed();
    MatrixBatch left = flipped ? b.transposed() : a;
    MatrixBatch right = flipped ? a.transposed() : b;
    Matrix out = flipped ? c.first().transposed() : c.first();
    return new Product(
        c.count(),
        left.first(),
        left.step(),
        right.first(),
        right.step(),
        out,
        c.step(),
        target.alpha(),
        target.isAdding());
  }

  private static void requireFitting(MatrixBatch a, MatrixBatch b, MatrixBatch c) {
    if (a.count() != c.count() || b.count() != c.count()) {
      throw new IllegalArgumentException(
          "asked to multiply %s matrices by %s into %s; the three numbers must agree"
              .formatted(a.count(), b.count(), c.count()));
    }
    Matrix left = a.first();
    Matrix right = b.first();
    Matrix out = c.first();
    boolean fit =
        left.columns() == right.rows()
            && left.rows() == out.rows()
            && right.columns() == out.columns();
    if (c.count() > 0 && !fit) {
      throw new IllegalArgumentException(
          "cannot multiply %s x %s by %s x %s into %s x %s"
              .formatted(
                  left.rows(),
                  left.columns(),
                  right.rows(),
                  right.columns(),
                  out.rows(),
                  out.columns()));
    }
    if (left.precision() != out.precision() || right.precision() != out.precision()) {
      throw new IllegalArgumentException(
          "a product needs one precision, but A is %s, B is %s and C is %s; convert a copy"
              .formatted(left.precision(), right.precision(), out.precision()));
    }
  }

  void run(KernelRoutines routines) {
    if (count == 0 || out.isEmpty()) {
      return;
    }
    if (left.columns() == 0 || alpha == 0) {
      clear();
    } else if (isStacked()) {
      multiply(routines, 0, count * out.rows());
    } else {
      for (int i = 0; i < count; i++) {
        multiply(routines, i, out.rows());
      }
    }
  }

  private void clear() {
    for (int i = 0; i < count && !adding; i++) {
      out.shifted(i * outStep).fill(0);
    }
  }

  /** One tall product in disguise: one B, and A and C row by row. */
  private boolean isStacked() {
    return count > 1
        && !left.isTransposed()
        && rightStep == 0
        && leftStep == (long) left.rows() * left.stride()
        && outStep == (long) out.rows() * out.stride()
        && (long) count * out.rows() <= Integer.MAX_VALUE;
  }

  /** One product, or where it is long, several of some rows each. */
  private void multiply(KernelRoutines routines, int i, int m) {
    double row = (double) out.columns() * left.columns();
    if (m * row < WORTH_ASKING) {
      multiply(routines, i, 0, m);
      return;
    }
    int rows = (int) Math.max(LEAST_ROWS, Math.min(m, LONGEST / row));
    for (int from = 0; from < m; from += rows) {
      StopToken.check();
      multiply(routines, i, from, Math.min(rows, m - from));
    }
  }

  private void multiply(KernelRoutines routines, int i, int from, int m) {
    boolean across = left.isTransposed();
    int aPos = left.position() + i * leftStep + from * (across ? 1 : left.stride());
    int bPos = right.position() + i * rightStep;
    int cPos = out.position() + i * outStep + from * out.stride();
    boolean transA = left.isTransposed();
    boolean transB = right.isTransposed();
    int n = out.columns();
    int k = left.columns();
    RealArray a = left.values();
    RealArray b = right.values();
    RealArray c = out.values();
    int lda = left.stride();
    int ldb = right.stride();
    int ldc = out.stride();
    switch (out.precision()) {
      case FLOAT64 ->
          routines.gemm(
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
              adding,
              c.doubles(),
              cPos,
              ldc);
      case FLOAT32 ->
          routines.gemm(
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
              adding,
              c.floats(),
              cPos,
              ldc);
    }
  }
}
