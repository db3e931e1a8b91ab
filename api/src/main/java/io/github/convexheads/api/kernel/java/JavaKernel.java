package io.github.convexheads.api.kernel.java;

import io.github.convexheads.api.kernel.KernelRoutines;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * Pure Java linear algebra. Every entry of a product is summed in an order that depends on the
 * inner dimension alone, so that it has the same bits whatever other rows and columns there are.
 *
 * <p>ojAlgo would spread large decompositions over threads of its own; it is limited to one for the
 * whole process, because callers of a kernel parallelise themselves.
 */
final class JavaKernel implements KernelRoutines {

  @Override
  public String description() {
    return "pure Java, HotSpot-vectorised products, ojAlgo decompositions, one thread per call";
  }

  @Override
  public void gemm(
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
      int ldc) {
    if (!adding) {
      clear(RealArray.wrap(c), m, n, cPos, ldc);
    }
    int aRow = transA ? 1 : lda;
    int aColumn = transA ? lda : 1;
    int bRow = transB ? 1 : ldb;
    int bColumn = transB ? ldb : 1;
    DoublePanels.multiplyAdd(
        m, n, k, alpha, a, aPos, aRow, aColumn, b, bPos, bRow, bColumn, c, cPos, ldc, 1);
  }

  @Override
  public void gemm(
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
      int ldc) {
    if (!adding) {
      clear(RealArray.wrap(c), m, n, cPos, ldc);
    }
    int aRow = transA ? 1 : lda;
    int aColumn = transA ? lda : 1;
    int bRow = transB ? 1 : ldb;
    int bColumn = transB ? ldb : 1;
    FloatPanels.multiplyAdd(
        m, n, k, alpha, a, aPos, aRow, aColumn, b, bPos, bRow, bColumn, c, cPos, ldc, 1);
  }

  private static void clear(RealArray c, int m, int n, int cPos, int ldc) {
    for (int row = 0; row < m; row++) {
      c.fill(cPos + row * ldc, cPos + row * ldc + n, 0);
    }
  }

  @Override
  public SymmetricEigen eigen(double[] lower, int n) {
    double[] full = lower.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        full[j * n + i] = full[i * n + j];
      }
    }
    OjAlgoUtils.limitThreadsTo(1);
    R064Store matrix = R064Store.wrap(full, n);
    Eigenvalue<Double> eigenvalue = Eigenvalue.R064.make(matrix, true);
    if (!eigenvalue.decompose(matrix)) {
      throw new ArithmeticException(
          "the eigendecomposition of a symmetric " + n + " x " + n + " matrix did not converge");
    }
    MatrixStore<Double> diagonal = eigenvalue.getD();
    return descending(
        n,
        IntStream.range(0, n).mapToDouble(i -> diagonal.doubleValue(i, i)).toArray(),
        eigenvalue.getV());
  }

  private static SymmetricEigen descending(int n, double[] found, MatrixStore<Double> v) {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -found[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      values[j] = found[order[j]];
      for (int i = 0; i < n; i++) {
        vectors[i * n + j] = v.doubleValue(i, order[j]);
      }
    }
    return new SymmetricEigen(n, values, vectors);
  }

  /** ojAlgo is column-major: it sees the row-major A as A^T = V S U^T. */
  @Override
  public Svd svd(double[] a, int m, int n) {
    int r = Math.min(m, n);
    OjAlgoUtils.limitThreadsTo(1);
    R064Store transposed = R064Store.wrap(Arrays.copyOf(a, m * n), n);
    SingularValue<Double> svd = SingularValue.R064.make(transposed, false);
    if (!svd.decompose(transposed)) {
      throw new ArithmeticException(
          "the singular value decomposition of a " + m + " x " + n + " matrix did not converge");
    }
    double[] values = new double[r];
    svd.getSingularValues(values);
    return new Svd(m, n, rowMajor(svd.getV(), m, r), values, rowMajor(svd.getU(), n, r));
  }

  private static double[] rowMajor(MatrixStore<Double> matrix, int rows, int columns) {
    double[] out = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[i * columns + j] = matrix.doubleValue(i, j);
      }
    }
    return out;
  }

  @Override
  public void cholesky(double[] lower, int n) {
    BlockedCholesky.factor(this, lower, n);
  }
}
