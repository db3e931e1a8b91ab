package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/** The linear mixer with one row a token: P[i,t,l,h] = sum_u U[(t,u),h] X[i,u,l]. */
final class MixerFeatures implements Features {
  private final int s;
  private final int rows;
  private final TokenMixing mixing;

  MixerFeatures(TokenBatch batch, Kernel kernel) {
    this.s = batch.tokens();
    this.rows = batch.values().length();
    this.mixing = new TokenMixing(batch, kernel);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    mixing.project(Matrix.of(u, s * s, k), Matrix.of(p, rows, k));
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    mixing.backproject(Matrix.of(p, rows, k), Matrix.of(u, s * s, k));
  }
}
