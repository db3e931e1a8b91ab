package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;

/**
 * Whether a lower bound that was proven at a point can be found again at another one, which is the
 * same but for rounding, as after its factors were balanced. Norms are not computed.
 *
 * <p>The points must have the same Z = U V^T: then gradients are the same but for what the loss
 * makes of the last digits of outputs. Where these are many times larger than the range in which
 * slopes of the loss change, that is much, so the multiple of the gradient that proved the bound
 * must have the same dual value, too. Points of one objective, or of one dual value, need not have
 * the same gradient norms.
 */
final class SamePoint {
  /** Relative difference of objectives and of dual values that rounding may cause. */
  private static final double ROUNDING = 1e-10;

  private SamePoint() {}

  /** Whether the point of an objective proves a bound as the point that proved it does. */
  static boolean proves(Objective objective, Variable proven, Certificate bound) {
    double allowed = ROUNDING * Math.abs(bound.primal());
    return Math.abs(objective.upper() - bound.primal()) <= allowed
        && same(objective.at().variable(), proven, objective.program().kernel())
        && Math.abs(dual(objective, bound.scale()) - bound.dual()) <= allowed;
  }

  private static double dual(Objective objective, double theta) {
    return DualScaling.at(objective.at(), theta).lower(objective.at());
  }

  private static boolean same(Variable one, Variable other, Kernel kernel) {
    double apart = 0;
    double size = 0;
    for (int j = 0; j < one.blocks().size(); j++) {
      Factors difference = Factors.combination(1, one.block(j), -1, other.block(j));
      apart = Math.hypot(apart, norm(difference, kernel));
      size = Math.hypot(size, norm(other.block(j), kernel));
    }
    return apart <= ROUNDING * size;
  }

  /**
   * The Frobenius norm of Z = U V^T, which is that of U Q diag(s) where P diag(s) Q^T decomposes V;
   * nothing cancels before columns of U and V do.
   */
  private static double norm(Factors z, Kernel kernel) {
    Factors even = z.levelled();
    if (even.rank() >= Math.min(even.rows(), even.columns())) {
      return Vectors.norm(even.toDense(kernel));
    }
    Matrix u = Matrix.of(even.left(), even.rows(), even.rank());
    Matrix v = Matrix.of(even.right(), even.columns(), even.rank());
    Svd shorter = kernel.svd(u.rows() < v.rows() ? u : v);
    Matrix scaled = shorter.right().copy();
    scaled.transposed().scaleRows(shorter.values());
    return Vectors.norm(kernel.multiply(u.rows() < v.rows() ? v : u, scaled).toArray());
  }
}
