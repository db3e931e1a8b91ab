package io.github.convexheads.attention;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;

/**
 * The actions of linear self-attention. With rows r_t = x_t, or the mean or first token when
 * pooled, and the Gram matrix G = X^T X of a sample,
 *
 * <pre>  phi[i,t]^T U = G Y[t],   Y = R U   with U seen as d x (d*k) and Y[t] as d x k,</pre>
 *
 * <p>so that d^2 x d numbers are never formed: 2 d^2 k operations a row for Y, and for G Y[t]
 * another 2 d^2 k with G kept, or 4 s d k as X^T (X Y[t]).
 */
final class AttentionFeatures extends BatchFeatures {
  private final int s;
  private final int d;
  private final int positions;
  private final WeightProduct rows;
  private final TokenProducts tokens;
  private final MatrixBatch gram;

  AttentionFeatures(TokenBatch batch, Pooling pooling, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.s = batch.tokens();
    this.d = batch.features();
    this.positions = pooling.positions(s);
    this.rows = new WeightProduct(pooling.rows(batch), positions, kernel);
    this.tokens = new TokenProducts(batch.matrices(), kernel);
    this.gram = keepsGram(batch.shape()) ? gram(batch, kernel) : null;
  }

  /**
   * Says whether G is kept, which takes d^2 values a sample and 2 s d^2 operations to form.
   * Products with few columns are bound by reading G or X, so that G pays where it is the smaller
   * of the two, although it needs fewer operations up to d = 2 s.
   */
  static boolean keepsGram(TokenShape shape) {
    return shape.features() <= shape.tokens();
  }

  private static MatrixBatch gram(TokenBatch batch, Kernel kernel) {
    int d = batch.features();
    MatrixBatch x = batch.matrices();
    MatrixBatch gram = Matrix.zeros(batch.precision(), batch.samples() * d, d).rowBlocks(d);
    kernel.multiply(x.transposed(), x, into(gram));
    return gram;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    MatrixBatch out = bySample(p);
    Matrix scores = scores(u.columns());
    rows.times(
        u.reshaped(d, d * u.columns()),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGram(first + i, y.get(i), out.get(first + i), scores);
          }
        });
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    MatrixBatch in = bySample(p);
    Matrix scores = scores(u.columns());
    rows.addTranspose(
        u.reshaped(d, d * u.columns()),
        (first, y) -> {
          for (int i = 0; i < y.count(); i++) {
            timesGram(first + i, in.get(first + i), y.get(i), scores);
          }
        });
  }

  /** P of every sample, positions x (d*k). */
  private MatrixBatch bySample(Matrix p) {
    return p.reshaped(batch().samples() * positions, d * p.columns()).rowBlocks(positions);
  }

  private Matrix scores(int k) {
    return Matrix.zeros(batch().precision(), positions, gram == null ? s * k : 0);
  }

  /** out[t] = G in[t] for every row of a sample, each d x k. */
  private void timesGram(int i, Matrix in, Matrix out, Matrix scores) {
    if (gram == null) {
      tokens.times(i, in, scores);
      tokens.transposeTimes(i, scores, out);
    } else {
      TokenProducts.each(gram.get(i), in, out, kernel());
    }
  }
}
