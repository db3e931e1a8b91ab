package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The pooled linear mixer, reduced: P[i,l,h] = (1/sqrt(s)) sum_u U[u,h] X[i,u,l]. One product a
 * sample on the tokens as they are stored is faster than one large product on transposed tokens.
 */
final class PooledMixerFeatures implements Features {
  private final MatrixBatch x;
  private final int d;
  private final double scale;
  private final Kernel kernel;

  PooledMixerFeatures(TokenBatch batch, Kernel kernel) {
    this.x = batch.matrices();
    this.d = batch.features();
    this.scale = 1 / Math.sqrt(batch.tokens());
    this.kernel = kernel;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    kernel.multiply(x.transposed(), u.repeated(x.count()), into(p.rowBlocks(d)).scaled(scale));
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    for (int i = 0; i < x.count(); i++) {
      kernel.multiply(x.get(i), p.rows(i * d, d), into(u).scaled(scale).adding());
    }
  }
}
