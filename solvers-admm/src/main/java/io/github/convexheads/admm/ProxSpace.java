package io.github.convexheads.admm;

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
}
