package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;

/**
 * Moves of both halves by opposite amounts, u^+- = target +- E x, with the coordinates x of another
 * space: outputs and squared distances are twice those of the other space.
 */
record SignedSpace(SignedDesign design, ProxSpace space) implements ProxSpace {
  @Override
  public double[] outputs(double[] z) {
    return design.outputs(z);
  }

  @Override
  public double[] image(double[] x) {
    return times(2, space.image(x));
  }

  @Override
  public double[] covector(double[] e) {
    return space.covector(e);
  }

  @Override
  public double inner(double[] covector, double[] x, double[] image) {
    return 2 * space.inner(covector, x, times(0.5, image));
  }

  @Override
  public double[] precondition(double[] covector) {
    return space.precondition(covector);
  }

  @Override
  public double[] coordinates(double[] guess, double[] target, double[] lossGradient, double rho) {
    return space.coordinates(
        SignedDesign.difference(guess, 0.5),
        SignedDesign.difference(target, 0.5),
        lossGradient,
        rho);
  }

  @Override
  public double[] point(double[] target, double[] x) {
    double[] move = space.point(new double[target.length / 2], x);
    return Vectors.combination(1, target, 1, SignedDesign.signed(move));
  }

  private static double[] times(double factor, double[] x) {
    return Arrays.stream(x).map(value -> factor * value).toArray();
  }
}
