package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;

/**
 * The actions of linear self-attention. With rows r_t = x_t, or the mean token when pooled, and the
 * Gram matrix G = X^T X of a sample,
 *
 * <pre>  phi[i,t]^T U = G Y[t],   Y = R U   with U seen as d x (d*k) and Y[t] as d x k,</pre>
 *
 * <p>so that d^2 x d numbers are never formed: 2 d^2 k operations a row for Y, and for G Y[t] the
 * cheaper of 2 d^2 k with G kept, and 4 s d k as X^T (X Y[t]).
 */
final class AttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final int positions;
  private final WeightProduct rows;
  private final TokenProducts tokens;
  private final RealArray gram;

  AttentionFeatures(TokenBatch batch, Pooling pooling, Preactivation scores, Kernel kernel) {
    super(batch, scores, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.positions = pooling.positions(s);
    this.rows =
        new WeightProduct(
            pooling == Pooling.MEAN ? batch.meanToken() : batch.values(),
            batch.samples(),
            positions,
            d,
            kernel);
    this.tokens = new TokenProducts(batch.values(), s, d, kernel);
    this.gram = keepsGram(batch.shape()) ? gram(batch, kernel) : null;
  }

  /** Says whether G costs fewer operations than X^T X. */
  static boolean keepsGram(TokenShape shape) {
    return shape.features() < 2L * shape.tokens();
  }

  private static RealArray gram(TokenBatch batch, Kernel kernel) {
    int s = batch.tokens();
    int d = batch.features();
    RealArray x = batch.values();
    RealArray gram = RealArray.allocate(batch.precision(), batch.samples(), d * d);
    kernel.gemmBatched(
        batch.samples(),
        true,
        false,
        d,
        d,
        s,
        1,
        x,
        0,
        d,
        s * d,
        x,
        0,
        d,
        s * d,
        0,
        gram,
        0,
        d,
        d * d);
    return gram;
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int size = positions * d * k;
    RealArray scores = scores(k);
    rows.times(
        u,
        k,
        (first, samples, y) -> {
          for (int i = 0; i < samples; i++) {
            timesGram(first + i, k, y, i * size, p, (first + i) * size, scores);
          }
        });
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int size = positions * d * k;
    RealArray scores = scores(k);
    rows.addTranspose(
        u,
        k,
        (first, samples, y) -> {
          for (int i = 0; i < samples; i++) {
            timesGram(first + i, k, p, (first + i) * size, y, i * size, scores);
          }
        });
  }

  private RealArray scores(int k) {
    return RealArray.allocate(batch().precision(), gram == null ? positions * s * k : 0);
  }

  /** out[t] = G in[t] for every row of a sample, each d x k. */
  private void timesGram(
      int i, int k, RealArray in, int inPos, RealArray out, int outPos, RealArray scores) {
    if (gram == null) {
      tokens.times(i, positions, k, in, inPos, scores, 0);
      tokens.transposeTimes(i, positions, k, scores, 0, out, outPos);
    } else if (k == 1) {
      kernel()
          .gemm(
              false, false, positions, d, d, 1, in, inPos, d, gram, i * d * d, d, 0, out, outPos,
              d);
    } else {
      kernel()
          .gemmBatched(
              positions, false, false, d, k, d, 1, gram, i * d * d, d, 0, in, inPos, k, d * k, 0,
              out, outPos, k, d * k);
    }
  }
}
