package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/** The pooled linear FNO, reduced: P[i] = sqrt(s) xbar_i^T U for the features of every group. */
final class PooledFnoFeatures implements Features {
  private final Matrix mean;
  private final double scale;
  private final List<FnoGroup> groups;
  private final Kernel kernel;

  PooledFnoFeatures(TokenBatch batch, List<FnoGroup> groups, Kernel kernel) {
    this.mean = batch.meanTokens();
    this.scale = Math.sqrt(batch.tokens());
    this.groups = groups;
    this.kernel = kernel;
  }

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    Matrix x = features(block);
    Matrix out = Matrix.of(p, x.rows(), k);
    kernel.multiply(x, Matrix.of(u, x.columns(), k), into(out).scaled(scale));
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    Matrix x = features(block);
    Matrix sum = Matrix.of(u, x.columns(), k);
    kernel.multiply(x.transposed(), Matrix.of(p, x.rows(), k), into(sum).scaled(scale).adding());
  }

  private Matrix features(int block) {
    FnoGroup group = groups.get(block);
    return mean.columns(group.featureOffset(), group.features());
  }
}
