package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The pooled gated mixer: P[i,l,h] = (1/s) sum over t, u of D[i,t,l] U[(t,u),h] X[i,u,l]. */
final class PooledGatedMixerFeatures extends BatchFeatures {
  private final MaskedMixing masked;
  private final List<RowMask> masks;

  PooledGatedMixerFeatures(TokenBatch batch, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.masked = new MaskedMixing(batch, kernel);
    this.masks =
        gates.masks(map, batch, 0).stream()
            .map(mask -> mask.transposed(batch.tokens(), batch.features()))
            .toList();
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    masked.project(masks.get(block), u, p);
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    masked.backproject(masks.get(block), p, u);
  }
}
