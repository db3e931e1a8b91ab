package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.internal.quasinewton.ParallelVectors;
import io.github.convexheads.api.internal.quasinewton.Preconditioner;
import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final ParallelVectors vectors;
  private final FactorLayout layout;
  private final double[] x;
  private final List<List<Group>> blocks = new ArrayList<>();

  /**
   * Adds to a preconditioner.
   *
   * @param apart the inverse Hessian of U and V apart
   * @param kernel the linear algebra
   * @param vectors the arithmetic of long vectors
   * @param layout the places of all factors
   * @param x all factors
   * @param at their weights
   * @param beta beta
   * @param groups the curvature of the components of every block, as far as it is known
   */
  WeightCurvature(
      Preconditioner apart,
      Kernel kernel,
      ParallelVectors vectors,
      FactorLayout layout,
      double[] x,
      ComponentWeights at,
      double beta,
      List<List<MixingCurvature>> groups) {
    this.apart = apart;
    this.vectors = vectors;
    this.layout = layout;
    this.x = x;
    for (int j = 0; j < layout.blocks(); j++) {
      List<Group> known = new ArrayList<>();
      for (MixingCurvature group : groups.get(j)) {
        known.add(Group.of(group, at.weights()[j], at.slopes()[j], beta, kernel));
      }
      blocks.add(known);
    }
  }

  @Override
  public double[] apply(double[] y) {
    double[] sum = apart.apply(y);
    for (int j = 0; j < layout.blocks(); j++) {
      grow(j, growth(j, ComponentWeights.halves(vectors, layout, j, x, y)), sum);
    }
    return sum;
  }

  @Override
  public double square(double[] y) {
    double sum = apart.square(y);
    for (int j = 0; j < layout.blocks(); j++) {
      double[] slopes = ComponentWeights.halves(vectors, layout, j, x, y);
      sum += Vectors.dot(slopes, growth(j, slopes));
    }
    return sum;
  }

  /** T tau = slopes, for the components of a block. */
  private double[] growth(int block, double[] slopes) {
    double[] tau = new double[slopes.length];
    blocks.get(block).forEach(group -> group.solve(slopes, tau));
    return tau;
  }

  /**
   * T of some components of a block, as L + D with T = W (L + D) W.
   *
   * @param from the first of them
   * @param weights w_h, and 0 where it is so small that D is infinite
   * @param hessian L + D, decomposed
   */
  private record Group(int from, double[] weights, Cholesky hessian) {

    static Group of(
        MixingCurvature group, double[] weights, double[] slopes, double beta, Kernel kernel) {
      int k = group.components();
      double[] hessian = group.weights().clone();
      double[] w = Arrays.copyOfRange(weights, group.from(), group.from() + k);
      double rounding = 0;
      for (int h = 0; h < k; h++) {
        rounding = Math.max(rounding, ROUNDING * hessian[h * k + h]);
      }
      for (int h = 0; h < k; h++) {
        double others = others(w[h], slopes[group.from() + h], beta);
        boolean there = others < Double.POSITIVE_INFINITY;
        hessian[h * k + h] += rounding + (there ? others : 1);
        w[h] = there ? w[h] : 0;
      }
      return new Group(group.from(), w, kernel.cholesky(hessian, k));
    }

    /** What T has on its diagonal beside the loss, for a unit weight; infinite where w is zero. */
    private static double others(double w, double slope, double beta) {
      double least = slope > 0 ? beta : LEAST * beta;
      return (Math.abs(slope) / 2 / w + least) / w;
    }

    /** Solves T tau = slopes, as (L + D) (W tau) = W^-1 slopes. */
    void solve(double[] slopes, double[] tau) {
      double[] change = new double[weights.length];
      for (int h = 0; h < change.length; h++) {
        change[h] = weights[h] > 0 ? slopes[from + h] / weights[h] : 0;
      }
      hessian.solve(change, 1);
      for (int h = 0; h < change.length; h++) {
        tau[from + h] = weights[h] > 0 ? change[h] / weights[h] : 0;
      }
    }
  }

  /** Adds tau_h / 2 of every component to y. */
  private void grow(int block, double[] tau, double[] y) {
    double[] halves = Arrays.stream(tau).map(growth -> growth / 2).toArray();
    vectors.addScaledColumns(halves, x, y, layout.left(block), layout.past(block));
  }
}
