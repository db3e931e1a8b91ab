package io.github.convexheads.mixer;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The linear mixer with a row for every token, or for the first one: P[i,t,l,h] = sum_u U[(t,u),h]
 * X[i,u,l], the pre-activations themselves.
 */
final class MixerFeatures extends BatchFeatures {
  private final Preactivation map;

  MixerFeatures(TokenBatch batch, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.map = map;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    map.apply(batch(), 0, u, p, kernel());
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    map.addTranspose(batch(), 0, p, u, kernel());
  }
}
