package io.github.convexheads.api.solver;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.GemmShape;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.NotPositiveDefiniteException;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;

/**
 * Linear algebra by the shortest loops that are right, so that the contract tests give the same
 * bits on every machine and owe nothing to an installed library. For small matrices only.
 */
public final class PlainKernel implements Kernel {

  /** Creates the kernel. */
  public PlainKernel() {}

  @Override
  public String description() {
    return "plain loops, for tests";
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
      double beta,
      double[] c,
      int cPos,
      int ldc) {
    multiply(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        RealArray.wrap(a),
        aPos,
        lda,
        RealArray.wrap(b),
        bPos,
        ldb,
        beta,
        RealArray.wrap(c),
        cPos,
        ldc);
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
      float beta,
      float[] c,
      int cPos,
      int ldc) {
    multiply(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        RealArray.wrap(a),
        aPos,
        lda,
        RealArray.wrap(b),
        bPos,
        ldb,
        beta,
        RealArray.wrap(c),
        cPos,
        ldc);
  }

  private static void multiply(
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
    GemmShape.require(
        transA,
        transB,
        m,
        n,
        k,
        a.length(),
        aPos,
        lda,
        b.length(),
        bPos,
        ldb,
        c.length(),
        cPos,
        ldc);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum +=
              a.get(aPos + (transA ? l * lda + i : i * lda + l))
                  * b.get(bPos + (transB ? j * ldb + l : l * ldb + j));
        }
        int at = cPos + i * ldc + j;
        double old = beta == 0 ? 0 : beta * c.get(at);
        c.set(at, alpha == 0 ? old : old + alpha * sum);
      }
    }
  }

  @Override
  public SymmetricEigen eigen(double[] a, int n) {
    return Jacobi.eigen(a, n);
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    return Jacobi.svd(a, m, n);
  }

  @Override
  public Cholesky cholesky(double[] a, int n) {
    double[] l = new double[n * n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new NotPositiveDefiniteException(n, j);
          }
          l[j * n + j] = Math.sqrt(sum);
        } else {
          l[i * n + j] = sum / l[j * n + j];
        }
      }
    }
    return new Cholesky(this, n, l);
  }
}
