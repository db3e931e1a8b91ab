package io.github.convexheads.api.head;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Pre-activations for plugin authors who give the matrix A of one sample, z = A w. Correct for
 * every head, and slow where a head knows better than to form A.
 */
@API(status = API.Status.STABLE)
public abstract class DensePreactivation implements Preactivation {

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
  public final void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    int m = perSample();
    for (int i = 0; i < batch.samples(); i++) {
      kernel.multiply(matrix(batch, i, group), w, into(z.rows(i * m, m)));
    }
  }

  @Override
  public final void applyAbsolute(
      TokenBatch batch, int group, Matrix w, Matrix sums, Kernel kernel) {
    int m = perSample();
    Matrix weights = GateMargin.absolute(w);
    for (int i = 0; i < batch.samples(); i++) {
      Matrix a = GateMargin.absolute(matrix(batch, i, group));
      kernel.multiply(a, weights, into(sums.rows(i * m, m)));
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

  @Override
  public final void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    int m = perSample();
    for (int i = 0; i < batch.samples(); i++) {
      Matrix a = matrix(batch, i, group);
      kernel.multiply(a.transposed(), z.rows(i * m, m), into(w).adding());
    }
  }

  private Matrix matrix(TokenBatch batch, int sample, int group) {
    double[] matrix = matrix(DenseLift.sample(batch, sample), group);
    DenseLift.requireLength("the matrix of pre-activations", matrix, perSample(), length(group));
    RealArray values = RealArray.wrap(matrix).copy(batch.precision());
    return Matrix.of(values, perSample(), length(group));
  }
}
