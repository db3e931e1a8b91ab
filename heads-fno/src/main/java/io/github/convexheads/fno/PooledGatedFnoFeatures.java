package io.github.convexheads.fno;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The pooled gated FNO: phi[i][(a,l)] = (1/s) sum_t D[i,t] X[i,(t+a) mod s,l], one vector of
 * R^(s*d) for a sample and gate, so that both actions are one product with the samples x (s*d)
 * matrix of them.
 *
 * <p>The matrix of a block is made when the block is first asked for and then kept: as (1/s) sum_v
 * D[(v-a) mod s] X[v,l] it is a product of the circulant matrix of D with the tokens, s times the
 * work of a projection on one column.
 */
final class PooledGatedFnoFeatures implements Features {
  private final TokenBatch batch;
  private final FnoPreactivation map;
  private final List<Block> blocks;
  private final Kernel kernel;
  private final List<GateMask> masks = new ArrayList<>();
  private final AtomicReferenceArray<RealArray> lifted;
  private final AtomicReferenceArray<CircularCorrelation> groups;

  PooledGatedFnoFeatures(
      TokenBatch batch, Gates gates, FnoPreactivation map, List<Block> blocks, Kernel kernel) {
    this.batch = batch;
    this.map = map;
    this.blocks = blocks;
    this.kernel = kernel;
    for (int group = 0; group < map.groups(); group++) {
      masks.addAll(GateMask.of(map, batch, group, gates));
    }
    this.lifted = new AtomicReferenceArray<>(blocks.size());
    this.groups = new AtomicReferenceArray<>(map.groups());
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    int rows = blocks.get(block).rows();
    kernel.gemm(
        false, false, batch.samples(), k, rows, 1, phi(block), 0, rows, u, 0, k, 0, p, 0, k);
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int rows = blocks.get(block).rows();
    kernel.gemm(true, false, rows, k, batch.samples(), 1, phi(block), 0, rows, p, 0, k, 1, u, 0, k);
  }

  @Override
  public void preactivate(int group, RealArray w, int k, RealArray z) {
    correlation(group).project(w, k, z);
  }

  @Override
  public void preactivateTranspose(int group, RealArray z, int k, RealArray w) {
    correlation(group).backproject(z, k, w);
  }

  /** Two threads that ask at once compute equal values. */
  private RealArray phi(int block) {
    RealArray found = lifted.get(block);
    if (found == null) {
      found = lift(masks.get(block), map.splitting().get(blocks.get(block).group()));
      lifted.set(block, found);
    }
    return found;
  }

  private CircularCorrelation correlation(int group) {
    CircularCorrelation found = groups.get(group);
    if (found == null) {
      found = map.correlation(batch, group, kernel);
      groups.set(group, found);
    }
    return found;
  }

  private RealArray lift(GateMask mask, FnoGroup group) {
    int s = batch.tokens();
    int d = group.features();
    RealArray phi =
        RealArray.allocate(batch.precision(), Math.multiplyExact(batch.samples(), s * d));
    RealArray twice = RealArray.allocate(batch.precision(), 2 * s);
    RealArray circulant = RealArray.allocate(batch.precision(), s, s);
    for (int i = 0; i < batch.samples(); i++) {
      mask.expand(i * s, s, 1.0 / s, twice, 0);
      mask.expand(i * s, s, 1.0 / s, twice, s);
      for (int a = 0; a < s; a++) {
        circulant.copyFrom(twice, s - a, a * s, s);
      }
      int from = i * batch.shape().size() + group.featureOffset();
      kernel.gemm(
          false,
          false,
          s,
          d,
          s,
          1,
          circulant,
          0,
          s,
          batch.values(),
          from,
          batch.features(),
          0,
          phi,
          i * s * d,
          d);
    }
    return phi;
  }
}
