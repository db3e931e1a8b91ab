package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The linear MLP: P = X U, where the rows of X are the tokens, or the mean tokens when pooled.
 *
 * @param x rows x d values, row-major
 * @param rows the number of rows
 * @param d the number of features
 * @param kernel the linear algebra to use
 */
record MlpFeatures(RealArray x, int rows, int d, Kernel kernel) implements Features {

  static MlpFeatures perToken(TokenBatch batch, Kernel kernel) {
    int rows = batch.samples() * batch.tokens();
    return new MlpFeatures(batch.values(), rows, batch.features(), kernel);
  }

  static MlpFeatures pooled(TokenBatch batch, Kernel kernel) {
    return new MlpFeatures(batch.meanToken(), batch.samples(), batch.features(), kernel);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    kernel.gemm(false, false, rows, k, d, 1, x, 0, d, u, 0, k, 0, p, 0, k);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    kernel.gemm(true, false, d, k, rows, 1, x, 0, d, p, 0, k, 1, u, 0, k);
  }
}
