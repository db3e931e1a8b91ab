package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The gated mixer with a row for every token, or for the first one: P[i,t,l,h] = D[i,t,l] sum_u
 * U[(t,u),h] X[i,u,l]. Rows of P are masked sample by sample, while they are in the cache.
 */
final class GatedMixerFeatures extends BatchFeatures {
  private final int length;
  private final int perSample;
  private final TokenMixing mixing;
  private final List<GateMask> masks;

  GatedMixerFeatures(TokenBatch batch, Gates gates, MixerPreactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.length = map.length(0);
    this.perSample = map.perSample();
    this.mixing = map.mixing(batch, kernel);
    this.masks = GateMask.of(map, batch, 0, gates);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    Matrix weights = Matrix.of(u, length, k);
    Matrix out = Matrix.of(p, batch().samples() * perSample, k);
    for (int i = 0; i < batch().samples(); i++) {
      mixing.project(i, weights, out.rows(i * perSample, perSample));
      masks.get(block).close(i * perSample, perSample, k, p, i * perSample * k);
    }
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    Matrix weights = Matrix.of(u, length, k);
    RealArray open = RealArray.allocate(p.precision(), perSample * k);
    for (int i = 0; i < batch().samples(); i++) {
      open.fill(0, perSample * k, 0);
      masks.get(block).copyOpen(i * perSample, perSample, k, p, i * perSample * k, open, 0);
      mixing.backproject(i, Matrix.of(open, perSample, k), weights);
    }
  }
}
