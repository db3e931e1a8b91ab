package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The pooled gated mixer: P[i,l,h] = (1/s) sum over t, u of D[i,t,l] U[(t,u),h] X[i,u,l]. */
final class PooledGatedMixerFeatures extends BatchFeatures {
  private final MaskedMixing masked;
  private final List<GateMask> masks;

  PooledGatedMixerFeatures(TokenBatch batch, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.masked = new MaskedMixing(batch, kernel);
    this.masks =
        GateMask.of(map, batch, 0, gates).stream()
            .map(mask -> mask.transposed(batch.tokens(), batch.features()))
            .toList();
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    masked.project(masks.get(block), u, k, p);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    masked.backproject(masks.get(block), p, k, u);
  }
}
