package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The gated MLP with a row for every token, or for the first one: P = D X U for every gate. */
final class GatedMlpFeatures extends BatchFeatures {
  private final MlpFeatures tokens;
  private final List<RowMask> masks;

  GatedMlpFeatures(
      TokenBatch batch, Pooling pooling, List<RowMask> masks, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.tokens = new MlpFeatures(pooling.rows(batch), kernel);
    this.masks = masks;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    tokens.project(0, u, p);
    masks.get(block).close(0, p);
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    Matrix open = Matrix.zeros(p.precision(), p.rows(), p.columns());
    masks.get(block).copyOpen(0, p, open);
    tokens.backproject(0, open, u);
  }
}
