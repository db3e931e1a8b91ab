package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;

/**
 * The proximal map of the squared loss by one solve with a cached factor: (weight A^* A + rho I) z
 * = weight A^* Y + rho target (Boyd et al. 2011, section 4.2).
 */
final class LeastSquaresProx implements LossProx {
  private final double[] right;
  private final RegularizedInverse inverse;

  /** Takes weight A^* Y, which is minus the gradient at zero, and the inverse for one rho. */
  LeastSquaresProx(double[] right, RegularizedInverse inverse) {
    this.right = right;
    this.inverse = inverse;
  }

  @Override
  public double[] at(double[] target, double rho, double accuracy, double[] start) {
    return inverse.times(Vectors.combination(1, right, rho, target));
  }
}
