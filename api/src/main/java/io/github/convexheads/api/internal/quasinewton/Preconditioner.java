package io.github.convexheads.api.internal.quasinewton;

import io.github.convexheads.api.kernel.Vectors;
import org.apiguardian.api.API;

/** A fixed symmetric positive definite matrix that resembles the inverse Hessian. */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface Preconditioner {

  /**
   * Multiplies a vector.
   *
   * @param x the vector
   * @return the product, a new array
   */
  double[] apply(double[] x);

  /**
   * Multiplies a vector from both sides, which takes half of what {@link #apply} does where the
   * matrix is known by a factor.
   *
   * @param x the vector
   * @return its inner product with {@code apply(x)}, up to rounding
   */
  default double square(double[] x) {
    return Vectors.dot(x, apply(x));
  }
}
