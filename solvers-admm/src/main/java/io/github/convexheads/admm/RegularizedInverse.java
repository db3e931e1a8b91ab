package io.github.convexheads.admm;

/** The inverse of {@code weight * A^* A + rho * I}, or a positive definite matrix near it. */
interface RegularizedInverse {
  /**
   * Multiplies by the inverse.
   *
   * @param b dense blocks, unchanged
   * @return the product
   */
  double[] times(double[] b);

  /**
   * Says whether the inverse is exact up to rounding.
   *
   * @return false if it is good as a preconditioner only
   */
  boolean exact();
}
