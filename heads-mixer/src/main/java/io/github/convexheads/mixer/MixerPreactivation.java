package io.github.convexheads.mixer;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/**
 * The pre-activations W1 X of a mixer, m x d for every sample with m the number of tokens that have
 * outputs: W1 is m x s.
 */
record MixerPreactivation(TokenShape shape, Pooling pooling) implements Preactivation {

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {pooling.outputTokens(shape.tokens()), shape.tokens()};
  }

  @Override
  public int perSample() {
    return Math.multiplyExact(pooling.outputTokens(shape.tokens()), shape.features());
  }

  /** Every entry is a token value or 0. */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    mixing(batch, kernel).project(w, z);
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    mixing(batch, kernel).backproject(z, w);
  }

  /** Returns the action of token mixing on a batch. */
  TokenMixing mixing(TokenBatch batch, Kernel kernel) {
    return new TokenMixing(batch, pooling.outputTokens(shape.tokens()), kernel);
  }

  /**
   * The action X -&gt; W X of token-mixing matrices W in R^(m x s) on a batch, for k matrices at
   * once: P[i,t,l,h] = sum_u W[(t,u),h] X[i,u,l], and its adjoint; m counts the tokens t that have
   * outputs.
   *
   * <p>Every token of every sample is one product, (d x s) (s x k), written where it belongs; one
   * matrix alone (k = 1) is one product (m x s) (s x d) a sample.
   */
  static final class TokenMixing {
    private final MatrixBatch x;
    private final Kernel kernel;
    private final int m;
    private final int s;
    private final int d;

    TokenMixing(TokenBatch batch, int m, Kernel kernel) {
      this.x = batch.matrices();
      this.kernel = kernel;
      this.m = m;
      this.s = batch.tokens();
      this.d = batch.features();
    }

    /** P of every sample; w is (m*s) x k, p receives (samples*m*d) x k values. */
    void project(Matrix w, Matrix p) {
      for (int i = 0; i < x.count(); i++) {
        project(i, w, p.rows(i * m * d, m * d));
      }
    }

    /** P of one sample, (m*d) x k. */
    void project(int i, Matrix w, Matrix p) {
      if (w.columns() == 1) {
        kernel.multiply(w.reshaped(m, s), x.get(i), into(p.reshaped(m, d)));
      } else {
        MatrixBatch tokens = x.get(i).transposed().repeated(m);
        kernel.multiply(tokens, w.rowBlocks(s), into(p.rowBlocks(d)));
      }
    }

    /** W += the adjoint applied to P of every sample. */
    void backproject(Matrix p, Matrix w) {
      for (int i = 0; i < x.count(); i++) {
        backproject(i, p.rows(i * m * d, m * d), w);
      }
    }

    /** W += the adjoint applied to P of one sample, (m*d) x k. */
    void backproject(int i, Matrix p, Matrix w) {
      if (w.columns() == 1) {
        kernel.multiply(p.reshaped(m, d), x.get(i).transposed(), into(w.reshaped(m, s)).adding());
      } else {
        MatrixBatch tokens = x.get(i).repeated(m);
        kernel.multiply(tokens, p.rowBlocks(d), into(w.rowBlocks(s)).adding());
      }
    }
  }
}
