package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The gated MLP with a row for every token, or for the first one: P = D X U for every gate. */
final class GatedMlpFeatures extends BatchFeatures {
  private final MlpFeatures tokens;
  private final List<GateMask> masks;

  GatedMlpFeatures(
      TokenBatch batch, Pooling pooling, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.tokens = new MlpFeatures(pooling.rows(batch), kernel);
    this.masks = GateMask.of(map, batch, 0, gates);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    tokens.project(0, u, k, p);
    masks.get(block).close(0, tokens.x().rows(), k, p, 0);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    RealArray open = RealArray.allocate(p.precision(), tokens.x().rows(), k);
    masks.get(block).copyOpen(0, tokens.x().rows(), k, p, 0, open, 0);
    tokens.backproject(0, open, k, u);
  }
}
