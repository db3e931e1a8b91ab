package io.github.convexheads.fno;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The pooled linear FNO, reduced: P[i] = sqrt(s) xbar_i^T U for the features of every group. */
final class PooledFnoFeatures implements Features {
  private final RealArray mean;
  private final int samples;
  private final int features;
  private final double scale;
  private final List<FnoGroup> groups;
  private final Kernel kernel;

  PooledFnoFeatures(TokenBatch batch, List<FnoGroup> groups, Kernel kernel) {
    this.mean = batch.meanToken();
    this.samples = batch.samples();
    this.features = batch.features();
    this.scale = Math.sqrt(batch.tokens());
    this.groups = groups;
    this.kernel = kernel;
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    FnoGroup group = groups.get(block);
    kernel.gemm(
        false,
        false,
        samples,
        k,
        group.features(),
        scale,
        mean,
        group.featureOffset(),
        features,
        u,
        0,
        k,
        0,
        p,
        0,
        k);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    FnoGroup group = groups.get(block);
    kernel.gemm(
        true,
        false,
        group.features(),
        k,
        samples,
        scale,
        mean,
        group.featureOffset(),
        features,
        p,
        0,
        k,
        1,
        u,
        0,
        k);
  }
}
