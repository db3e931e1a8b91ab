package io.github.convexheads.attention;

import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;

/**
 * The scores of self-attention before the activation, z = X W1 X^T: z[i,(t,u),h] = x_t W_h x_u^T.
 *
 * <p>One product of all tokens with the weights, Y = X W, and for every token t one of X_i with
 * Y[t] in R^(d x k): 2 d^2 k + 2 s d k operations a token.
 */
record AttentionScores(TokenShape shape) implements Preactivation {

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.features(), shape.features()};
  }

  @Override
  public int perSample() {
    return Math.multiplyExact(shape.tokens(), shape.tokens());
  }

  @Override
  public void apply(TokenBatch batch, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    int s = shape.tokens();
    int d = shape.features();
    MatrixBatch scores = MatrixBatch.of(z, batch.samples(), s, s * k);
    TokenProducts tokens = new TokenProducts(batch.matrices(), kernel);
    new WeightProduct(batch.rows(), s, kernel)
        .times(
            Matrix.of(w, d, d * k),
            (first, y) -> {
              for (int i = 0; i < y.count(); i++) {
                tokens.times(first + i, y.get(i), scores.get(first + i));
              }
            });
  }

  @Override
  public void addTranspose(
      TokenBatch batch, int group, RealArray z, int k, RealArray w, Kernel kernel) {
    int s = shape.tokens();
    int d = shape.features();
    MatrixBatch scores = MatrixBatch.of(z, batch.samples(), s, s * k);
    TokenProducts tokens = new TokenProducts(batch.matrices(), kernel);
    new WeightProduct(batch.rows(), s, kernel)
        .addTranspose(
            Matrix.of(w, d, d * k),
            (first, y) -> {
              for (int i = 0; i < y.count(); i++) {
                tokens.transposeTimes(first + i, scores.get(first + i), y.get(i));
              }
            });
  }
}
