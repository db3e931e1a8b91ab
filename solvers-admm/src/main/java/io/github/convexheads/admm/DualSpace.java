package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.List;

/** Combinations A^* x of the samples' features as moves; x has the shape of the outputs. */
final class DualSpace implements ProxSpace {
  private final Design design;
  private final List<GramSystem.Factor> factors;

  /** Takes one dual factor for every group of outputs. */
  DualSpace(Design design, List<GramSystem.Factor> factors) {
    this.design = design;
    this.factors = factors;
  }

  @Override
  public double[] outputs(double[] z) {
    return design.outputs(z);
  }

  @Override
  public double[] image(double[] x) {
    double[] out = new double[x.length];
    factors.forEach(factor -> factor.multiplyOutputs(x, out));
    return out;
  }

  @Override
  public double[] covector(double[] e) {
    return e;
  }

  @Override
  public double inner(double[] covector, double[] x, double[] image) {
    return Vectors.dot(covector, image);
  }

  @Override
  public double[] precondition(double[] covector) {
    double[] x = new double[covector.length];
    factors.forEach(factor -> factor.solveOutputs(covector, x));
    return x;
  }

  /** At the minimiser e + rho x = 0, and from round to round it moves little. */
  @Override
  public double[] coordinates(double[] guess, double[] target, double[] lossGradient, double rho) {
    return Vectors.combination(-1 / rho, lossGradient, 0, lossGradient);
  }

  @Override
  public double[] point(double[] target, double[] x) {
    return Vectors.combination(1, target, 1, design.adjoint(x));
  }
}
