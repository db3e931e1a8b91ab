package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;

/** The move z - target itself as coordinates. */
record PrimalSpace(Design design, RegularizedInverse inverse) implements ProxSpace {
  @Override
  public double[] outputs(double[] z) {
    return design.outputs(z);
  }

  @Override
  public double[] image(double[] x) {
    return design.outputs(x);
  }

  @Override
  public double[] covector(double[] e) {
    return design.adjoint(e);
  }

  @Override
  public double inner(double[] covector, double[] x, double[] image) {
    return Vectors.dot(covector, x);
  }

  @Override
  public double[] precondition(double[] covector) {
    return inverse.times(covector);
  }

  @Override
  public double[] coordinates(double[] guess, double[] target, double[] lossGradient, double rho) {
    return Vectors.combination(1, guess, -1, target);
  }

  @Override
  public double[] point(double[] target, double[] x) {
    return Vectors.combination(1, target, 1, x);
  }
}
