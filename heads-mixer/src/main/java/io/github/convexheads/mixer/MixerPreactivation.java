package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
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
}
