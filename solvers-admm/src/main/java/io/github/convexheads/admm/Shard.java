package io.github.convexheads.admm;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One smooth term f_s of the splitting, in the splitting's own coordinates: the linear map of a
 * range of samples and its share of the loss. It lies where the samples are.
 */
final class Shard {
  private final ShardPlan plan;
  private final Design design;
  private final ShardLoss loss;
  private final boolean quadratic;
  private final double[] downhill;
  private Prepared prepared;

  Shard(ShardPlan plan, ConvexProgram program, double share) {
    this.plan = plan;
    this.design = plan.design(program);
    this.loss = new ShardLoss(program, share);
    this.quadratic = program.loss() instanceof SquaredLoss && !program.intercept();
    this.downhill = design.adjoint(loss.gradient(new double[loss.size()]));
    Arrays.setAll(downhill, i -> -downhill[i]);
  }

  /** A proximal map with what was factored for it. */
  private record Prepared(double rho, double typical, Prox prox) {}

  /** The proximal map of f for one rho: argmin over z of f(z) + (rho/2) ||z - target||^2. */
  interface Prox {
    /**
     * Returns the minimiser.
     *
     * @param target the point to stay near
     * @param rho weight of the distance, positive
     * @param accuracy the norm of the gradient at which an iterative method may stop
     * @param start a guess of the minimiser
     * @return the minimiser, a new array
     */
    double[] at(double[] target, double rho, double accuracy, double[] start);
  }

  ShardPlan plan() {
    return plan;
  }

  double[] gradient(double[] z) {
    return design.adjoint(loss.gradient(design.outputs(z)));
  }

  /**
   * Returns the curvature of a quadratic bound of f along a fixed random direction, which is about
   * its mean over all directions.
   */
  double meanCurvature() {
    SplittableRandom random = new SplittableRandom(0xc0ffeeL);
    double[] z = new double[downhill.length];
    Arrays.setAll(z, i -> random.nextGaussian());
    double[] out = design.outputs(z);
    return loss.curvature() * Vectors.dot(out, out) / Vectors.dot(z, z);
  }

  /**
   * Returns the curvature of the loss at a point. Where proximal steps are iterative, that near the
   * coming points makes a better preconditioner than the bound that holds everywhere.
   */
  double typicalCurvature(double[] near) {
    return quadratic ? loss.curvature() : loss.meanCurvature(design.outputs(near));
  }

  /** Returns the proximal map for one rho; what can be factored is, and is kept for the next. */
  Prox prox(double rho, double typical) {
    if (prepared == null || prepared.rho != rho || prepared.typical != typical) {
      prepared = null; // Room for the new factors.
      prepared = new Prepared(rho, typical, made(rho, typical));
    }
    return prepared.prox;
  }

  private Prox made(double rho, double typical) {
    if (quadratic) {
      Design.Inverse inverse = design.inverse(loss.curvature(), rho);
      return inverse.exact()
          ? leastSquares(inverse)
          : new NewtonProx(new ProxSpace.Primal(design, inverse), loss, plan.cgIterations());
    }
    return new NewtonProx(design.space(typical, rho), loss, plan.cgIterations());
  }

  /**
   * The proximal map of the squared loss by one solve with a cached factor: (weight A^* A + rho I)
   * z = weight A^* Y + rho target (Boyd et al. 2011, section 4.2), where weight A^* Y is minus the
   * gradient at zero.
   */
  private Prox leastSquares(Design.Inverse inverse) {
    return (target, rho, accuracy, start) ->
        inverse.times(Vectors.combination(1, downhill, rho, target));
  }
}
