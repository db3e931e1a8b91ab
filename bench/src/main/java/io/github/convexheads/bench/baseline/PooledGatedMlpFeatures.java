package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The pooled gated MLP: P[i] = phi[i]^T U with phi[i] = (1/s) sum_t D[t] X[t,:], which is kept for
 * every gate as gates x samples x d values.
 */
final class PooledGatedMlpFeatures extends BatchFeatures {
  private final RealArray phi;
  private final int samples;
  private final int d;

  PooledGatedMlpFeatures(TokenBatch batch, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.samples = batch.samples();
    this.d = batch.features();
    List<GateMask> masks = GateMask.of(map, batch, 0, gates);
    int s = batch.tokens();
    RealArray open = RealArray.allocate(batch.precision(), masks.size(), s);
    this.phi = RealArray.allocate(batch.precision(), masks.size() * samples, d);
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < masks.size(); j++) {
        masks.get(j).expand(i * s, s, 1.0 / s, open, j * s);
      }
      kernel.gemm(
          false,
          false,
          masks.size(),
          d,
          s,
          1,
          open,
          0,
          s,
          batch.values(),
          i * s * d,
          d,
          0,
          phi,
          i * d,
          samples * d);
    }
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int from = block * samples * d;
    kernel().gemm(false, false, samples, k, d, 1, phi, from, d, u, 0, k, 0, p, 0, k);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int from = block * samples * d;
    kernel().gemm(true, false, d, k, samples, 1, phi, from, d, p, 0, k, 1, u, 0, k);
  }
}
