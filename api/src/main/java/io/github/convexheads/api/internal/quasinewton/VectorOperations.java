package io.github.convexheads.api.internal.quasinewton;

import io.github.convexheads.api.kernel.Vectors;
import org.apiguardian.api.API;

/** What {@link LimitedMemory} does with vectors, in whichever order sums are taken. */
@API(status = API.Status.INTERNAL)
public interface VectorOperations {

  /** Sums from the first entry to the last, as {@link Vectors} takes them. */
  VectorOperations SEQUENTIAL =
      new VectorOperations() {
        @Override
        public double dot(double[] a, double[] b) {
          return Vectors.dot(a, b);
        }

        @Override
        public void addScaled(double alpha, double[] x, double[] y) {
          Vectors.addScaled(alpha, x, y);
        }
      };

  /**
   * Returns the inner product.
   *
   * @param a a vector
   * @param b a vector of the same length
   * @return a.b
   */
  double dot(double[] a, double[] b);

  /**
   * Adds: y += alpha x.
   *
   * @param alpha the factor
   * @param x a vector
   * @param y a vector of the same length, changed
   */
  void addScaled(double alpha, double[] x, double[] y);

  /**
   * Adds as {@link #addScaled} does, and returns an inner product with the sum. Where reading a
   * vector costs more than adding, both are done in one pass over y.
   *
   * @param alpha the factor
   * @param x a vector
   * @param y a vector of the same length, changed
   * @param z a vector of the same length
   * @return y.z of the changed y
   */
  default double addScaledDot(double alpha, double[] x, double[] y, double[] z) {
    addScaled(alpha, x, y);
    return dot(y, z);
  }

  /**
   * Multiplies by a number, in place.
   *
   * @param alpha the factor
   * @param x a vector, changed
   */
  default void scale(double alpha, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= alpha;
    }
  }
}
