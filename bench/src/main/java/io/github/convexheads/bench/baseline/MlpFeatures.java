package io.github.convexheads.bench.baseline;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;

/**
 * The linear MLP: P = X U, where the rows of X are the tokens, or the mean tokens when pooled.
 *
 * @param x rows x d
 * @param kernel the linear algebra to use
 */
record MlpFeatures(Matrix x, Kernel kernel) implements Features {

  @Override
  public void project(int block, Matrix u, Matrix p) {
    kernel.multiply(x, u, into(p));
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    kernel.multiply(x.transposed(), p, into(u).adding());
  }
}
