package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.List;

/**
 * The coordinates x in which a step in the loss is computed: the point is target + E x, its outputs
 * are A target + B x, and its distance is ||E x||.
 *
 * <p>In the primal space x is the move itself (E = I, B = A). Where samples are fewer than unknowns
 * the dual space is smaller: the move of a minimiser is A^* x with x in the space of outputs (E =
 * A^*, B = A A^*), because nothing else changes an output.
 *
 * <p>Gradients are kept as covectors a with E^* E a the gradient in x: A^* e + rho x in the primal,
 * e + rho x in the dual space. Inner products of covectors and coordinates are then the same in
 * both.
 */
interface ProxSpace {
  /** Returns the outputs A z of dense blocks. */
  double[] outputs(double[] z);

  /** Returns B x, the change of the outputs. */
  double[] image(double[] x);

  /** Turns a gradient with respect to the outputs into a covector. */
  double[] covector(double[] e);

  /** Returns the inner product of a covector and coordinates whose image is known. */
  double inner(double[] covector, double[] x, double[] image);

  /** Multiplies a covector by the (nearly) inverse of weight B + rho, giving coordinates. */
  double[] precondition(double[] covector);

  /** Returns coordinates near those of a guess, given the loss's gradient at its outputs. */
  double[] coordinates(double[] guess, double[] target, double[] lossGradient, double rho);

  /** Returns the point target + E x. */
  double[] point(double[] target, double[] x);

  /** The move z - target itself as coordinates. */
  record Primal(Design design, Design.Inverse inverse) implements ProxSpace {
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
    public double[] coordinates(
        double[] guess, double[] target, double[] lossGradient, double rho) {
      return Vectors.combination(1, guess, -1, target);
    }

    @Override
    public double[] point(double[] target, double[] x) {
      return Vectors.combination(1, target, 1, x);
    }
  }

  /** Combinations A^* x of the samples' features as moves; x has the shape of the outputs. */
  final class Dual implements ProxSpace {
    private final Design design;
    private final List<GramSystem.Factor> factors;

    /** Takes one dual factor for every group of outputs. */
    Dual(Design design, List<GramSystem.Factor> factors) {
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
    public double[] coordinates(
        double[] guess, double[] target, double[] lossGradient, double rho) {
      return Vectors.combination(-1 / rho, lossGradient, 0, lossGradient);
    }

    @Override
    public double[] point(double[] target, double[] x) {
      return Vectors.combination(1, target, 1, design.adjoint(x));
    }
  }
}
