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
  public LossProx prox(double rho, double[] near) {
    if (quadratic) {
      RegularizedInverse inverse = design.inverse(loss.curvature(), rho);
      return inverse.exact()
          ? new LeastSquaresProx(downhill, inverse)
          : new NewtonProx(new PrimalSpace(design, inverse), loss, cgIterations);
    }
    double typical = loss.meanCurvature(design.outputs(near));
    return new NewtonProx(design.space(typical, rho), loss, cgIterations);
  }
}
