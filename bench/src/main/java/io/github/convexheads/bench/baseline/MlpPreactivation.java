package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/** The pre-activations X w1 of an MLP, one for every token that has outputs. */
record MlpPreactivation(TokenShape shape, Pooling pooling) implements Preactivation {

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

  /** Every entry is a token value or 0. */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    new MlpFeatures(pooling.outputRows(batch), kernel).project(0, w, z);
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    new MlpFeatures(pooling.outputRows(batch), kernel).backproject(0, z, w);
  }
}
