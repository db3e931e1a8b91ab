package io.github.convexheads.admm;

import io.github.convexheads.api.loss.SquaredLoss;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One range of samples: its linear map, its share of the loss, and the step in that loss. */
final class Shard {
  private final Design design;
  private final ShardLoss loss;
  private final boolean quadratic;
  private final int cgIterations;
  private final double[] downhill;

  Shard(Design design, ConvexProgram program, double weight, int cgIterations) {
    this.design = design;
    this.loss = new ShardLoss(program, weight);
    this.quadratic = program.loss() instanceof SquaredLoss;
    this.cgIterations = cgIterations;
    this.downhill = design.adjoint(loss.gradient(new double[loss.size()]));
    Arrays.setAll(downhill, i -> -downhill[i]);
  }

  /** Returns the gradient of this shard's share of the loss. */
  double[] gradient(double[] z) {
    return design.adjoint(loss.gradient(design.outputs(z)));
  }

  /** Returns the curvature of the loss bound along a fixed random direction, about its mean. */
  double meanCurvature(int length) {
    SplittableRandom random = new SplittableRandom(0xc0ffeeL);
    double[] z = new double[length];
    Arrays.setAll(z, i -> random.nextGaussian());
    double[] out = design.outputs(z);
    return loss.curvature() * Vectors.dot(out, out) / Vectors.dot(z, z);
  }

  /**
   * Prepares the step in the loss for one rho; factors what can be factored. Where steps are
   * iterative, the curvature at a point near the coming ones makes a better preconditioner than the
   * bound that holds everywhere.
   */
  LossProx prox(double rho, double[] near) {
    if (quadratic) {
      RegularizedInverse inverse = design.inverse(loss.curvature(), rho);
      if (inverse.exact()) {
        return new LeastSquaresProx(downhill, inverse);
      }
      return new NewtonProx(new PrimalSpace(design, inverse), loss, cgIterations);
    }
    double typical = loss.meanCurvature(design.outputs(near));
    return new NewtonProx(design.space(typical, rho), loss, cgIterations);
  }
}
