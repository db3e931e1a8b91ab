package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The pooled linear mixer, reduced: P[i,l,h] = (1/sqrt(s)) sum_u U[u,h] X[i,u,l]. One product a
 * sample on the tokens as they are stored is faster than one large product on transposed tokens.
 */
final class PooledMixerFeatures implements Features {
  private final TokenBatch x;
  private final Kernel kernel;
  private final double scale;

  PooledMixerFeatures(TokenBatch batch, Kernel kernel) {
    this.x = batch;
    this.kernel = kernel;
    this.scale = 1 / Math.sqrt(batch.tokens());
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int s = x.tokens();
    int d = x.features();
    kernel.gemmBatched(
        x.samples(),
        true,
        false,
        d,
        k,
        s,
        scale,
        x.values(),
        0,
        d,
        s * d,
        u,
        0,
        k,
        0,
        0,
        p,
        0,
        k,
        d * k);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int s = x.tokens();
    int d = x.features();
    for (int i = 0; i < x.samples(); i++) {
      kernel.gemm(
          false, false, s, k, d, scale, x.values(), i * s * d, d, p, i * d * k, k, 1, u, 0, k);
    }
  }
}
