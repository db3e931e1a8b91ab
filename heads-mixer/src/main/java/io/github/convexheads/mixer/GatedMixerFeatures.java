package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The gated mixer with a row for every token, or for the first one: P[i,t,l,h] = D[i,t,l] sum_u
 * U[(t,u),h] X[i,u,l]. Rows of P are masked sample by sample, while they are in the cache.
 */
final class GatedMixerFeatures extends BatchFeatures {
  private final int perSample;
  private final TokenMixing mixing;
  private final List<RowMask> masks;

  GatedMixerFeatures(TokenBatch batch, Gates gates, MixerPreactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.perSample = map.perSample();
    this.mixing = map.mixing(batch, kernel);
    this.masks = gates.masks(map, batch, 0, kernel);
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    for (int i = 0; i < batch().samples(); i++) {
      Matrix own = p.rows(i * perSample, perSample);
      mixing.project(i, u, own);
      masks.get(block).close(i * perSample, own);
    }
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    Matrix open = Matrix.zeros(p.precision(), perSample, p.columns());
    for (int i = 0; i < batch().samples(); i++) {
      open.fill(0);
      masks.get(block).copyOpen(i * perSample, p.rows(i * perSample, perSample), open);
      mixing.backproject(i, open, u);
    }
  }
}
