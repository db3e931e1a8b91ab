package org.example.plugin;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;

/** The pre-activations Q w1, one for every token that has outputs. */
record SquarePreactivation(TokenShape shape, Pooling pooling) implements Preactivation {

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.features()};
  }

  @Override
  public int perSample() {
    return pooling.outputTokens(shape.tokens());
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    kernel.multiply(SquareFeatures.squared(pooling, batch), w, into(z));
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    Matrix squares = SquareFeatures.squared(pooling, batch);
    kernel.multiply(squares.transposed(), z, into(w).adding());
  }
}
