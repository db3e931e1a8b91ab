package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

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

  /**
   * The pooled linear mixer, reduced: P[i,l,h] = (1/sqrt(s)) sum_u U[u,h] X[i,u,l]. One product a
   * sample on the tokens as they are stored is faster than one large product on transposed tokens.
   */
  static final class Pooled implements Features {
    private final MatrixBatch x;
    private final int d;
    private final double scale;
    private final Kernel kernel;

    Pooled(TokenBatch batch, Kernel kernel) {
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

  /**
   * The gated mixer with a row for every token, or for the first one: P[i,t,l,h] = D[i,t,l] sum_u
   * U[(t,u),h] X[i,u,l]. Rows of P are masked sample by sample, while they are in the cache.
   */
  static final class Gated extends BatchFeatures {
    private final int perSample;
    private final MixerPreactivation.TokenMixing mixing;
    private final List<RowMask> masks;

    Gated(TokenBatch batch, List<RowMask> masks, MixerPreactivation map, Kernel kernel) {
      super(batch, map, kernel);
      this.perSample = map.perSample();
      this.mixing = map.mixing(batch, kernel);
      this.masks = masks;
    }

    @Override
    public void project(int block, Matrix u, Matrix p) {
      for (int i = 0; i < batch().samples(); i++) {
        Matrix own = p.rows(i * perSample, perSample);
        mixing.project(i, u, own);
        masks.get(block).close(i * perSample, own);
      }
    }

    @Override
    public void backproject(int block, Matrix p, Matrix u) {
      Matrix open = Matrix.zeros(p.precision(), perSample, p.columns());
      for (int i = 0; i < batch().samples(); i++) {
        open.fill(0);
        masks.get(block).copyOpen(i * perSample, p.rows(i * perSample, perSample), open);
        mixing.backproject(i, open, u);
      }
    }
  }
}
