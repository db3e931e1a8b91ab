package io.github.convexheads.attention;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The products of the tokens of one sample with many small matrices, one for every row t: with A[t]
 * in R^(d x k) and V[t] in R^(s x k),
 *
 * <pre>  V[t] = X_i A[t]   and   A[t] = X_i^T V[t].</pre>
 *
 * <p>With one column (k = 1) all rows together are a single product.
 *
 * @param x samples x s x d tokens
 * @param s tokens of a sample
 * @param d features of a token
 * @param kernel the linear algebra to use
 */
record TokenProducts(RealArray x, int s, int d, Kernel kernel) {

  /** V[t] = X_i A[t] for some rows; 2 s d k operations a row. */
  void times(int i, int rows, int k, RealArray a, int aPos, RealArray v, int vPos) {
    int sample = i * s * d;
    if (k == 1) {
      kernel.gemm(false, true, rows, s, d, 1, a, aPos, d, x, sample, d, 0, v, vPos, s);
    } else {
      kernel.gemmBatched(
          rows, false, false, s, k, d, 1, x, sample, d, 0, a, aPos, k, d * k, 0, v, vPos, k, s * k);
    }
  }

  /** A[t] = X_i^T V[t] for some rows; 2 s d k operations a row. */
  void transposeTimes(int i, int rows, int k, RealArray v, int vPos, RealArray a, int aPos) {
    int sample = i * s * d;
    if (k == 1) {
      kernel.gemm(false, false, rows, d, s, 1, v, vPos, s, x, sample, d, 0, a, aPos, d);
    } else {
      kernel.gemmBatched(
          rows, true, false, d, k, s, 1, x, sample, d, 0, v, vPos, k, s * k, 0, a, aPos, k, d * k);
    }
  }
}
