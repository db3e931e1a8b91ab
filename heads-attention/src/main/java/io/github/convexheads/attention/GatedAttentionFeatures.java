package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
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
  private final List<RowMask> masks;

  GatedAttentionFeatures(
      TokenBatch batch, Pooling pooling, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.positions = pooling.positions(s);
    this.rows = new WeightProduct(pooling.rows(batch), positions, kernel);
    this.tokens = new TokenProducts(batch.matrices(), kernel);
    this.masks = gates.masks(map, batch, 0);
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    MatrixBatch out = bySample(p);
    Matrix scores = scores(u.columns());
    rows.times(
        u.reshaped(d, d * u.columns()),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGated(block, first + i, y.get(i), out.get(first + i), scores);
          }
        });
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    MatrixBatch in = bySample(p);
    Matrix scores = scores(u.columns());
    rows.addTranspose(
        u.reshaped(d, d * u.columns()),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGated(block, first + i, in.get(first + i), y.get(i), scores);
          }
        });
  }

  /** P of every sample, positions x (d*k). */
  private MatrixBatch bySample(Matrix p) {
    return p.reshaped(batch().samples() * positions, d * p.columns()).rowBlocks(positions);
  }

  private Matrix scores(int k) {
    return Matrix.zeros(batch().precision(), positions, s * k);
  }

  /** out[t] = X^T diag(D[t,:]) X in[t] for every token of a sample, each d x k. */
  private void timesGated(int block, int i, Matrix in, Matrix out, Matrix scores) {
    tokens.times(i, in, scores);
    Matrix byToken = scores.reshaped(positions * s, in.columns() / d);
    masks.get(block).close(i * positions * s, byToken);
    tokens.transposeTimes(i, scores, out);
  }
}
