package io.github.convexheads.api.solver;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelRoutines;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;

/**
 * Linear algebra by the shortest loops that are right, so that the contract tests give the same
 * bits on every machine and owe nothing to an installed library. For small matrices only.
 */
public final class PlainKernel implements KernelRoutines {
  private PlainKernel() {}

  /**
   * Creates the kernel.
   *
   * @return the kernel
   */
  public static Kernel create() {
    return Kernel.of(new PlainKernel());
  }

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
      boolean adding,
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
        adding,
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
      boolean adding,
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
        adding,
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
      boolean adding,
      RealArray c,
      int cPos,
      int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum +=
              a.get(aPos + (transA ? l * lda + i : i * lda + l))
                  * b.get(bPos + (transB ? j * ldb + l : l * ldb + j));
        }
        int at = cPos + i * ldc + j;
        c.set(at, (adding ? c.get(at) : 0) + alpha * sum);
      }
    }
  }

  @Override
  public SymmetricEigen eigen(double[] lower, int n) {
    return Jacobi.eigen(lower, n);
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    return Jacobi.svd(a, m, n);
  }

  @Override
  public void cholesky(double[] l, int n) {
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = l[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            throw new Cholesky.NotPositiveDefiniteException(n, j);
          }
          l[j * n + j] = Math.sqrt(sum);
        } else {
          l[i * n + j] = sum / l[j * n + j];
        }
      }
    }
  }
}
