package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The actions of gated self-attention that keeps a row for every token. With D the mask of a gate,
 *
 * <pre>  phi[i,t]^T U = X^T diag(D[t,:]) X Y[t],   Y = X U   with U seen as d x (d*k),</pre>
 *
 * <p>2 d^2 k + 4 s d k operations a row. Masks are kept as bits.
 */
final class GatedAttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final WeightProduct rows;
  private final TokenProducts tokens;
  private final List<GateMask> masks;

  GatedAttentionFeatures(TokenBatch batch, Gates gates, Preactivation scores, Kernel kernel) {
    super(batch, scores, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.rows = new WeightProduct(batch.values(), batch.samples(), s, d, kernel);
    this.tokens = new TokenProducts(batch.values(), s, d, kernel);
    this.masks = GateMask.of(scores, batch, 0, gates);
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int size = s * d * k;
    RealArray scores = RealArray.allocate(batch().precision(), s * s * k);
    rows.times(
        u,
        k,
        (first, samples, y) -> {
          for (int i = 0; i < samples; i++) {
            timesGated(block, first + i, k, y, i * size, p, (first + i) * size, scores);
          }
        });
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int size = s * d * k;
    RealArray scores = RealArray.allocate(batch().precision(), s * s * k);
    rows.addTranspose(
        u,
        k,
        (first, samples, y) -> {
          for (int i = 0; i < samples; i++) {
            timesGated(block, first + i, k, p, (first + i) * size, y, i * size, scores);
          }
        });
  }

  /** out[t] = X^T diag(D[t,:]) X in[t] for every token of a sample, each d x k. */
  private void timesGated(
      int block, int i, int k, RealArray in, int inPos, RealArray out, int outPos, RealArray z) {
    tokens.times(i, s, k, in, inPos, z, 0);
    masks.get(block).close(i * s * s, s * s, k, z, 0);
    tokens.transposeTimes(i, s, k, z, 0, out, outPos);
  }
}
