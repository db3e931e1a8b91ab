package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The gated mixer with one row a token: P[i,t,l,h] = D[i,t,l] sum_u U[(t,u),h] X[i,u,l]. Rows of P
 * are masked sample by sample, while they are in the cache.
 */
final class GatedMixerFeatures extends BatchFeatures {
  private final TokenMixing mixing;
  private final List<GateMask> masks;

  GatedMixerFeatures(TokenBatch batch, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.mixing = new TokenMixing(batch, kernel);
    this.masks = GateMask.of(map, batch, 0, gates);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int size = batch().shape().size();
    Matrix weights = weights(u, k);
    Matrix out = Matrix.of(p, batch().samples() * size, k);
    for (int i = 0; i < batch().samples(); i++) {
      mixing.project(i, weights, out.rows(i * size, size));
      masks.get(block).close(i * size, size, k, p, i * size * k);
    }
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int size = batch().shape().size();
    Matrix weights = weights(u, k);
    RealArray open = RealArray.allocate(p.precision(), size * k);
    for (int i = 0; i < batch().samples(); i++) {
      open.fill(0, size * k, 0);
      masks.get(block).copyOpen(i * size, size, k, p, i * size * k, open, 0);
      mixing.backproject(i, Matrix.of(open, size, k), weights);
    }
  }

  private Matrix weights(RealArray u, int k) {
    return Matrix.of(u, batch().tokens() * batch().tokens(), k);
  }
}
