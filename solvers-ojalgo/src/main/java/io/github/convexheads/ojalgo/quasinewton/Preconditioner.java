package io.github.convexheads.ojalgo.quasinewton;

/** A fixed symmetric positive definite matrix that resembles the inverse Hessian. */
public interface Preconditioner {

  /**
   * Multiplies a vector.
   *
   * @param x the vector
   * @return the product, a new array
   */
  double[] apply(double[] x);
}
