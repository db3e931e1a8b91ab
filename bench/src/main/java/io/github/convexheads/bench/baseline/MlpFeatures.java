package io.github.convexheads.bench.baseline;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The linear MLP: P = X U, where the rows of X are the tokens, or the mean tokens when pooled.
 *
 * @param x rows x d
 * @param kernel the linear algebra to use
 */
record MlpFeatures(Matrix x, Kernel kernel) implements Features {

  @Override
  public void project(int block, RealArray u, int k, RealArray p) {
    kernel.multiply(x, Matrix.of(u, x.columns(), k), into(Matrix.of(p, x.rows(), k)));
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    Matrix sum = Matrix.of(u, x.columns(), k);
    kernel.multiply(x.transposed(), Matrix.of(p, x.rows(), k), into(sum).adding());
  }
}
