package io.github.convexheads.api.head;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** See {@link Preactivation#dense}. */
record DensePreactivation(
    int groups, int perSample, List<Integer> shape, UnaryOperator<double[]> dense)
    implements Preactivation {

  @Override
  public int[] weightShape(int group) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    for (int i = 0; i < batch.samples(); i++) {
      kernel.multiply(ofSample(batch, i), w, into(z.rows(i * perSample, perSample)));
    }
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    for (int i = 0; i < batch.samples(); i++) {
      Matrix own = z.rows(i * perSample, perSample);
      kernel.multiply(ofSample(batch, i).transposed(), own, into(w).adding());
    }
  }

  @Override
  public void applyAbsolute(TokenBatch batch, int group, Matrix w, Matrix sums, Kernel kernel) {
    Matrix weights = GateMargin.absolute(w);
    for (int i = 0; i < batch.samples(); i++) {
      Matrix a = GateMargin.absolute(ofSample(batch, i));
      kernel.multiply(a, weights, into(sums.rows(i * perSample, perSample)));
    }
  }

  @Override
  public double[] matrix(TokenBatch sample, int group) {
    return values(sample, 0);
  }

  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(values(sample, 0)));
  }

  private Matrix ofSample(TokenBatch batch, int sample) {
    RealArray values = RealArray.wrap(values(batch, sample)).copy(batch.precision());
    return Matrix.of(values, perSample, length(0));
  }

  private double[] values(TokenBatch batch, int sample) {
    double[] matrix = dense.apply(DenseLift.sample(batch, sample));
    DenseLift.requireLength(
        dense.getClass(), "the matrix of pre-activations", matrix, perSample, length(0));
    return matrix;
  }
}
