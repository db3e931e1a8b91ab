package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * A linear map of every token from d features to r coordinates, z = P^T x, with P d x r. Immutable.
 *
 * <p>As a step of preprocessing P holds the first r principal directions of the training tokens:
 * orthonormal eigenvectors of their covariance, by falling variance (Pearson, 1901; Jolliffe, 2002,
 * Principal Component Analysis, section 2.1).
 */
@API(status = API.Status.STABLE)
public final class Projection {
  /** Directions of a smaller share of the largest variance are taken for rounding errors. */
  private static final double NOTHING = 1e-14;

  private final int features;
  private final double[] matrix;

  /**
   * Restores a fitted map.
   *
   * @param features d
   * @param matrix P, d x r row-major; copied
   * @throws InvalidInputException if its length is not d r with r in 1..d, or a value is not finite
   */
  public Projection(int features, double[] matrix) {
    if (matrix.length == 0
        || matrix.length % features != 0
        || matrix.length / features > features) {
      throw new InvalidInputException(
          "a projection of %s features needs %s values for each of 1 to %s components, found %s"
              .formatted(features, features, features, matrix.length));
    }
    if (!Arrays.stream(matrix).allMatch(Double::isFinite)) {
      throw new InvalidInputException("the projection holds a value that is not finite");
    }
    this.features = features;
    this.matrix = matrix.clone();
  }

  /**
   * The principal directions of a covariance. The largest entry of each is positive; a direction
   * without variance is 0, as a constant feature is 0 after standardising.
   */
  static Projection principal(Kernel kernel, double[] covariance, int d, int components) {
    if (components > d) {
      throw new InvalidInputException(
          "preprocess.components = %s, but tokens have %s features; allowed: 1 to %s, or 0 for no projection"
              .formatted(components, d, d));
    }
    if (!Arrays.stream(covariance).allMatch(Double::isFinite)) {
      throw new InvalidInputException(
          "the tokens are so large that squares of them overflow; set preprocess.standardize = true");
    }
    SymmetricEigen eigen = kernel.eigen(covariance, d);
    double[] matrix = new double[d * components];
    for (int j = 0; j < components; j++) {
      if (eigen.values()[j] > NOTHING * eigen.values()[0]) {
        double sign = sign(eigen.vectors(), d, j);
        for (int k = 0; k < d; k++) {
          matrix[k * components + j] = sign * eigen.vectors()[k * d + j];
        }
      }
    }
    return new Projection(d, matrix);
  }

  private static double sign(double[] vectors, int d, int column) {
    double largest = 0;
    for (int k = 0; k < d; k++) {
      double value = vectors[k * d + column];
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    return Math.signum(largest);
  }

  /**
   * Returns d.
   *
   * @return the number of features of a token
   */
  public int features() {
    return features;
  }

  /**
   * Returns r.
   *
   * @return the number of coordinates
   */
  public int components() {
    return matrix.length / features;
  }

  /**
   * Returns P.
   *
   * @return a copy of d x r values, row-major
   */
  public double[] matrix() {
    return matrix.clone();
  }

  /** Computes z = P^T x of one token. */
  void apply(double[] x, double[] z) {
    int r = z.length;
    Arrays.fill(z, 0);
    for (int k = 0; k < features; k++) {
      double value = x[k];
      int row = k * r;
      for (int j = 0; j < r; j++) {
        z[j] += value * matrix[row + j];
      }
    }
  }
}
