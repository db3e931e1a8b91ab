package io.github.convexheads.ojalgo.lowrank;

/** A fixed symmetric positive definite matrix that resembles the inverse Hessian. */
interface Preconditioner {

  /** Returns the product with a vector in the order of a {@link FactorLayout}. */
  double[] apply(double[] x);
}
