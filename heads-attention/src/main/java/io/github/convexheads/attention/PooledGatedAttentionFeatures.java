package io.github.convexheads.attention;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions of gated self-attention with pooled outputs. Every token u meets the mean of the
 * tokens that its gate lets through, M = D^T X / s in R^(s x d), and
 *
 * <pre>  phi[i]^T U = X^T w,   w[u] = x_u Y[u],   Y = M U   with U seen as d x (d*k),</pre>
 *
 * <p>2 d^2 k operations a token. M is kept for every gate.
 */
final class PooledGatedAttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final RealArray x;
  private final List<WeightProduct> means = new ArrayList<>();

  PooledGatedAttentionFeatures(TokenBatch batch, Gates gates, Preactivation scores, Kernel kernel) {
    super(batch, scores, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.x = batch.values();
    for (GateMask mask : GateMask.of(scores, batch, 0, gates)) {
      means.add(new WeightProduct(means(mask), batch.samples(), s, d, kernel));
    }
  }

  /** M of every sample. */
  private RealArray means(GateMask mask) {
    RealArray means = RealArray.allocate(batch().precision(), x.length());
    RealArray open = RealArray.allocate(batch().precision(), s * s);
    for (int i = 0; i < batch().samples(); i++) {
      int sample = i * s * d;
      mask.expand(i * s * s, s * s, 1.0 / s, open, 0);
      kernel().gemm(true, false, s, d, s, 1, open, 0, s, x, sample, d, 0, means, sample, d);
    }
    return means;
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    WeightProduct rows = means.get(block);
    RealArray w = RealArray.allocate(batch().precision(), rows.step(k) * s * k);
    rows.times(
        u,
        k,
        (first, samples, y) -> {
          timesTokens(first * s, samples * s, k, y, w);
          kernel()
              .gemmBatched(
                  samples,
                  true,
                  false,
                  d,
                  k,
                  s,
                  1,
                  x,
                  first * s * d,
                  d,
                  s * d,
                  w,
                  0,
                  k,
                  s * k,
                  0,
                  p,
                  first * d * k,
                  k,
                  d * k);
        });
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    WeightProduct rows = means.get(block);
    RealArray w = RealArray.allocate(batch().precision(), rows.step(k) * s * k);
    rows.addTranspose(
        u,
        k,
        (first, samples, y) -> {
          kernel()
              .gemmBatched(
                  samples,
                  false,
                  false,
                  s,
                  k,
                  d,
                  1,
                  x,
                  first * s * d,
                  d,
                  s * d,
                  p,
                  first * d * k,
                  k,
                  d * k,
                  0,
                  w,
                  0,
                  k,
                  s * k);
          outerTokens(first * s, samples * s, k, w, y);
        });
  }

  /** w[u] = x_u Y[u] for some tokens; with one column by elementwise products, which Y takes. */
  private void timesTokens(int token, int rows, int k, RealArray y, RealArray w) {
    if (k == 1) {
      y.multiply(y, 0, x, token * d, 0, rows * d);
      kernel().gemm(false, false, rows, 1, d, 1, y, 0, d, ones(), 0, 1, 0, w, 0, 1);
    } else {
      kernel()
          .gemmBatched(
              rows, false, false, 1, k, d, 1, x, token * d, d, d, y, 0, k, d * k, 0, w, 0, k, k);
    }
  }

  /** Y[u] = x_u^T w[u] for some tokens. */
  private void outerTokens(int token, int rows, int k, RealArray w, RealArray y) {
    if (k == 1) {
      kernel().gemm(false, false, rows, d, 1, 1, w, 0, 1, ones(), 0, d, 0, y, 0, d);
      y.multiply(y, 0, x, token * d, 0, rows * d);
    } else {
      kernel()
          .gemmBatched(
              rows, true, false, d, k, 1, 1, x, token * d, d, d, w, 0, k, k, 0, y, 0, k, d * k);
    }
  }

  private RealArray ones() {
    RealArray ones = RealArray.allocate(batch().precision(), d);
    ones.fill(0, d, 1);
    return ones;
  }
}
