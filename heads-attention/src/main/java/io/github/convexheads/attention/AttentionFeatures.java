package io.github.convexheads.attention;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/**
 * The actions of linear self-attention: S[t] is the Gram matrix G = X^T X of the sample. Beside Y,
 * G Y[t] takes 2 d^2 k operations a row with G kept, or 4 s d k as X^T (X Y[t]).
 */
final class AttentionFeatures extends SymmetricFeatures {
  private final TokenProducts tokens;
  private final MatrixBatch gram;

  AttentionFeatures(TokenBatch batch, Pooling pooling, Preactivation map, Kernel kernel) {
    super(batch, pooling, map, kernel);
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
  boolean needsScores() {
    return gram == null;
  }

  @Override
  void times(int block, int i, Matrix in, Matrix out, Matrix scores) {
    if (gram == null) {
      tokens.gramTimes(i, in, scores, out);
    } else {
      TokenProducts.each(gram.get(i), in, out, kernel());
    }
  }

  /**
   * The actions of gated self-attention with a row for every token, or for the first one: S[t] =
   * X^T diag(D[t,:]) X with D the mask of a gate. Beside Y, 4 s d k operations a row. Masks are
   * kept as bits.
   */
  static final class Gated extends SymmetricFeatures {
    private final int s;
    private final TokenProducts tokens;
    private final List<RowMask> masks;

    Gated(
        TokenBatch batch, Pooling pooling, List<RowMask> masks, Preactivation map, Kernel kernel) {
      super(batch, pooling, map, kernel);
      this.s = batch.tokens();
      this.tokens = new TokenProducts(batch.matrices(), kernel);
      this.masks = masks;
    }

    @Override
    void times(int block, int i, Matrix in, Matrix out, Matrix scores) {
      tokens.times(i, in, scores);
      int k = scores.columns() / s;
      Matrix byToken = scores.reshaped(positions() * s, k);
      masks.get(block).close(i * positions() * s, byToken);
      tokens.transposeTimes(i, scores, out);
    }
  }
}
