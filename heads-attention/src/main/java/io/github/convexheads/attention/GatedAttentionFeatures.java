package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The actions of gated self-attention with a row for every token, or for the first one. With D the
 * mask of a gate,
 *
 * <pre>  phi[i,t]^T U = X^T diag(D[t,:]) X Y[t],   Y = X U   with U seen as d x (d*k),</pre>
 *
 * <p>2 d^2 k + 4 s d k operations a row. Masks are kept as bits.
 */
final class GatedAttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final int positions;
  private final WeightProduct rows;
  private final TokenProducts tokens;
  private final List<GateMask> masks;

  GatedAttentionFeatures(
      TokenBatch batch, Pooling pooling, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.positions = pooling.positions(s);
    this.rows = new WeightProduct(pooling.rows(batch), positions, kernel);
    this.tokens = new TokenProducts(batch.matrices(), kernel);
    this.masks = GateMask.of(map, batch, 0, gates);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    MatrixBatch out = MatrixBatch.of(p, batch().samples(), positions, d * k);
    RealArray scores = RealArray.allocate(batch().precision(), positions * s * k);
    rows.times(
        Matrix.of(u, d, d * k),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGated(block, first + i, y.get(i), out.get(first + i), scores);
          }
        });
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    MatrixBatch in = MatrixBatch.of(p, batch().samples(), positions, d * k);
    RealArray scores = RealArray.allocate(batch().precision(), positions * s * k);
    rows.addTranspose(
        Matrix.of(u, d, d * k),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGated(block, first + i, in.get(first + i), y.get(i), scores);
          }
        });
  }

  /** out[t] = X^T diag(D[t,:]) X in[t] for every token of a sample, each d x k. */
  private void timesGated(int block, int i, Matrix in, Matrix out, RealArray z) {
    int k = in.columns() / d;
    Matrix scores = Matrix.of(z, positions, s * k);
    tokens.times(i, in, scores);
    masks.get(block).close(i * positions * s, positions * s, k, z, 0);
    tokens.transposeTimes(i, scores, out);
  }
}
