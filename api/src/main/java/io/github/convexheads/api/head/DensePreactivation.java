package io.github.convexheads.api.head;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;
import java.util.Optional;

/**
 * Pre-activations for plugin authors who give the matrix A of one sample, z = A w. Correct for
 * every head, and slow where a head knows better than to form A.
 */
abstract class DensePreactivation implements Preactivation {

  /** For subclasses. */
  protected DensePreactivation() {}

  /**
   * Returns A of one sample.
   *
   * @param sample s x d values, row-major
   * @param group the group
   * @return m x length(W1) values, row-major
   */
  protected abstract double[] matrix(double[] sample, int group);

  @Override
  public final void apply(
      TokenBatch batch, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    for (int i = 0; i < batch.samples(); i++) {
      multiply(matrix(batch, i, group), i, group, w, k, z, kernel);
    }
  }

  @Override
  public final void applyAbsolute(
      TokenBatch batch, int group, RealArray w, int k, RealArray sums, Kernel kernel) {
    RealArray weights = GateMargin.absolute(w);
    for (int i = 0; i < batch.samples(); i++) {
      RealArray a = GateMargin.absolute(matrix(batch, i, group));
      multiply(a, i, group, weights, k, sums, kernel);
    }
  }

  /**
   * A as the head gives it; a head that rounds its entries should say that there is no exact A.
   *
   * @param sample a batch of one sample in double precision
   * @param group the group
   * @return the matrix
   */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  private void multiply(
      RealArray a, int sample, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    int m = perSample();
    Matrix out = Matrix.of(z, (sample + 1) * m, k).rows(sample * m, m);
    kernel.multiply(seen(a, group), Matrix.of(w, length(group), k), into(out));
  }

  @Override
  public final void addTranspose(
      TokenBatch batch, int group, RealArray z, int k, RealArray w, Kernel kernel) {
    int m = perSample();
    Matrix in = Matrix.of(z, batch.samples() * m, k);
    Matrix sum = Matrix.of(w, length(group), k);
    for (int i = 0; i < batch.samples(); i++) {
      Matrix a = seen(matrix(batch, i, group), group);
      kernel.multiply(a.transposed(), in.rows(i * m, m), into(sum).adding());
    }
  }

  private Matrix seen(RealArray a, int group) {
    return Matrix.of(a, perSample(), length(group));
  }

  private RealArray matrix(TokenBatch batch, int sample, int group) {
    double[] matrix = matrix(DenseLift.sample(batch, sample), group);
    DenseLift.requireLength("the matrix of pre-activations", matrix, perSample(), length(group));
    return RealArray.wrap(matrix).copy(batch.precision());
  }
}
