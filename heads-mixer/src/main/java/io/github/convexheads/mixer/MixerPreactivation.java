package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/** The pre-activations W1 X of a mixer, s x d for every sample. */
record MixerPreactivation(TokenShape shape) implements Preactivation {

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.tokens(), shape.tokens()};
  }

  @Override
  public int perSample() {
    return shape.size();
  }

  /** Every entry is a token value or 0. */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  @Override
  public void apply(TokenBatch batch, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    int s = shape.tokens();
    Matrix rows = Matrix.of(z, batch.values().length(), k);
    new TokenMixing(batch, kernel).project(Matrix.of(w, s * s, k), rows);
  }

  @Override
  public void addTranspose(
      TokenBatch batch, int group, RealArray z, int k, RealArray w, Kernel kernel) {
    int s = shape.tokens();
    Matrix rows = Matrix.of(z, batch.values().length(), k);
    new TokenMixing(batch, kernel).backproject(rows, Matrix.of(w, s * s, k));
  }
}
