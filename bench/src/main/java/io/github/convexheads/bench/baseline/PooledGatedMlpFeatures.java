package io.github.convexheads.bench.baseline;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The pooled gated MLP: P[i] = phi[i]^T U with phi[i] = (1/s) sum_t D[t] X[t,:], which is kept for
 * every gate as gates x samples x d values.
 */
final class PooledGatedMlpFeatures extends BatchFeatures {
  private final MatrixBatch phi;

  PooledGatedMlpFeatures(TokenBatch batch, List<RowMask> masks, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    int s = batch.tokens();
    int d = batch.features();
    Matrix open = Matrix.zeros(batch.precision(), masks.size(), s);
    Matrix all = Matrix.zeros(batch.precision(), masks.size(), batch.samples() * d);
    for (int i = 0; i < batch.samples(); i++) {
      for (int j = 0; j < masks.size(); j++) {
        masks.get(j).expand(i * s, 1.0 / s, open.rows(j, 1));
      }
      Matrix x = batch.matrices().get(i);
      kernel.multiply(open, x, into(all.columns(i * d, d)));
    }
    this.phi = all.reshaped(masks.size() * batch.samples(), d).rowBlocks(batch.samples());
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    new MlpFeatures(phi.get(block), kernel()).project(block, u, p);
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    new MlpFeatures(phi.get(block), kernel()).backproject(block, p, u);
  }
}
