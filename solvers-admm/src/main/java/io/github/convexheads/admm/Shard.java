package io.github.convexheads.admm;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One range of samples: its linear map and its share of the loss. */
final class Shard implements LossTerm {
  private final Design design;
  private final ShardLoss loss;
  private final boolean quadratic;
  private final int cgIterations;
  private final double[] downhill;

  Shard(Design design, ConvexProgram program, double share, int cgIterations) {
    this.design = design;
    this.loss = new ShardLoss(program, share);
    this.quadratic = program.loss() instanceof SquaredLoss && !program.intercept();
    this.cgIterations = cgIterations;
    this.downhill = design.adjoint(loss.gradient(new double[loss.size()]));
    Arrays.setAll(downhill, i -> -downhill[i]);
  }

  @Override
  public double[] gradient(double[] z) {
    return design.adjoint(loss.gradient(design.outputs(z)));
  }

  @Override
  public double meanCurvature() {
    SplittableRandom random = new SplittableRandom(0xc0ffeeL);
    double[] z = new double[downhill.length];
    Arrays.setAll(z, i -> random.nextGaussian());
    double[] out = design.outputs(z);
    return loss.curvature() * Vectors.dot(out, out) / Vectors.dot(z, z);
  }

  @Override
  public Prox prox(double rho, double[] near) {
    if (quadratic) {
      Design.Inverse inverse = design.inverse(loss.curvature(), rho);
      return inverse.exact()
          ? leastSquares(inverse)
          : new NewtonProx(new ProxSpace.Primal(design, inverse), loss, cgIterations);
    }
    double typical = loss.meanCurvature(design.outputs(near));
    return new NewtonProx(design.space(typical, rho), loss, cgIterations);
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
