package io.github.convexheads.api.token;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * The samples that one step of work sees: X in R^(samples x s x d), row-major, in one precision.
 *
 * <p>The array is shared, not copied; whoever receives a batch reads it and leaves it unchanged.
 *
 * @param shape s x d
 * @param samples the number of samples in the batch
 * @param values samples x s x d values from index 0
 */
@API(status = API.Status.STABLE)
public record TokenBatch(TokenShape shape, int samples, RealArray values) {

  /** Checks that the array fits the shape. */
  public TokenBatch {
    if (values.length() != Math.multiplyExact(samples, shape.size())) {
      throw new IllegalArgumentException(
          "a batch of %s samples x %s needs %s values, found %s"
              .formatted(samples, shape, samples * shape.size(), values.length()));
    }
  }

  /**
   * Returns the precision of the values.
   *
   * @return the precision
   */
  public Precision precision() {
    return values.precision();
  }

  /**
   * Returns s, the number of tokens of a sample.
   *
   * @return s
   */
  public int tokens() {
    return shape.tokens();
  }

  /**
   * Returns d, the number of features of a token.
   *
   * @return d
   */
  public int features() {
    return shape.features();
  }

  /**
   * Returns every sample X_i as a matrix.
   *
   * @return samples matrices s x d, views of the values
   */
  public MatrixBatch matrices() {
    return MatrixBatch.of(values, samples, tokens(), features());
  }

  /**
   * Returns all tokens one below the other.
   *
   * @return (samples*s) x d, a view of the values
   */
  public Matrix rows() {
    return Matrix.of(values, samples * tokens(), features());
  }

  /**
   * Returns the mean token of every sample, xbar_i = (1/s) sum_t X_i[t,:].
   *
   * @return samples x d in the precision of the batch
   */
  public Matrix meanTokens() {
    int d = features();
    RealArray mean = RealArray.allocate(precision(), Math.multiplyExact(samples, d));
    for (int i = 0; i < samples; i++) {
      for (int t = 0; t < tokens(); t++) {
        mean.addScaled(1.0 / tokens(), values, (i * tokens() + t) * d, i * d, d);
      }
    }
    return Matrix.of(mean, samples, d);
  }

  /**
   * Returns ||X_i||_F of every sample in double precision.
   *
   * @return a norm for every sample
   */
  public double[] norms() {
    double[] all = values.copy(Precision.FLOAT64).doubles();
    double[] norms = new double[samples];
    int size = shape.size();
    Arrays.setAll(norms, i -> Vectors.norm(Arrays.copyOfRange(all, i * size, (i + 1) * size)));
    return norms;
  }
}
