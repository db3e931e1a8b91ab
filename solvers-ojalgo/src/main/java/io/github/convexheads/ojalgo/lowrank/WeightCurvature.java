package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.ojalgo.quasinewton.Preconditioner;
import java.util.List;

/**
 * The inverse Hessian of the objective with respect to the weights of the components, added to a
 * preconditioner of U and V apart. Whether a component grows is decided by beta - s_h, which is far
 * below the beta that each of its factors sees while the other stays: without this a component
 * whose s_h is two percent above beta grows by two percent a step.
 *
 * <p>With tau as in {@link ComponentWeights} and W = diag(w),
 *
 * <pre>  T = W L W + diag(|beta - s_h| w_h / 2 + c_h w_h),</pre>
 *
 * <p>L the Hessian of the loss along components of unit weight ({@link MixingCurvature#weights}).
 * Half of beta - s_h is the second derivative of the penalty and the loss's slope along (1 + tau /
 * 2)^2; c_h keeps T positive, and is beta where a component is to shrink, so that one that turns to
 * a better direction is not lost before.
 */
final class WeightCurvature implements Preconditioner {
  /** The least distance of s_h from beta that is told from rounding, relative. */
  private static final double LEAST = 1e-3;

  /** Of L in single precision, relative, generously. */
  private static final double ROUNDING = 1e-6;

  private final Preconditioner apart;
  private final Kernel kernel;
  private final FactorLayout layout;
  private final double[] x;
  private final ComponentWeights at;
  private final double beta;
  private final List<List<MixingCurvature>> groups;

  /**
   * Adds to a preconditioner.
   *
   * @param apart the inverse Hessian of U and V apart
   * @param kernel the linear algebra
   * @param layout the places of all factors
   * @param x all factors
   * @param at their weights
   * @param beta beta
   * @param groups the curvature of the components of every block, as far as it is known
   */
  WeightCurvature(
      Preconditioner apart,
      Kernel kernel,
      FactorLayout layout,
      double[] x,
      ComponentWeights at,
      double beta,
      List<List<MixingCurvature>> groups) {
    this.apart = apart;
    this.kernel = kernel;
    this.layout = layout;
    this.x = x;
    this.at = at;
    this.beta = beta;
    this.groups = groups;
  }

  @Override
  public double[] apply(double[] y) {
    double[] sum = apart.apply(y);
    for (int j = 0; j < layout.blocks(); j++) {
      double[] slopes = ComponentWeights.halves(layout, j, x, y);
      double[] tau = new double[slopes.length];
      for (MixingCurvature group : groups.get(j)) {
        solve(j, group, slopes, tau);
      }
      grow(j, tau, sum);
    }
    return sum;
  }

  /** Solves with T for the components of a group, as (L + D) (W tau) = W^-1 slopes. */
  private void solve(int block, MixingCurvature group, double[] slopes, double[] tau) {
    int k = group.components();
    double[] hessian = group.weights().clone();
    double[] change = new double[k];
    double rounding = 0;
    for (int h = 0; h < k; h++) {
      rounding = Math.max(rounding, ROUNDING * hessian[h * k + h]);
    }
    for (int h = 0; h < k; h++) {
      double w = at.weights()[block][group.from() + h];
      double others = others(w, at.slopes()[block][group.from() + h]);
      boolean there = others < Double.POSITIVE_INFINITY;
      hessian[h * k + h] += rounding + (there ? others : 1);
      change[h] = there ? slopes[group.from() + h] / w : 0;
    }
    kernel.cholesky(hessian, k).solve(change, 1);
    for (int h = 0; h < k; h++) {
      double w = at.weights()[block][group.from() + h];
      tau[group.from() + h] = change[h] == 0 ? 0 : change[h] / w;
    }
  }

  /** What T has on its diagonal beside the loss, for a unit weight; infinite where w is zero. */
  private double others(double w, double slope) {
    double least = slope > 0 ? beta : LEAST * beta;
    return (Math.abs(slope) / 2 / w + least) / w;
  }

  /** Adds tau_h / 2 of every component to y. */
  private void grow(int block, double[] tau, double[] y) {
    int k = tau.length;
    for (int i = layout.left(block); i < layout.past(block); i += k) {
      for (int h = 0; h < k; h++) {
        y[i + h] += tau[h] / 2 * x[i + h];
      }
    }
  }
}
