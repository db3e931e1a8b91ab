package io.github.convexheads.admm;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The smooth terms f_s of all shards, asked where their samples are: what is sent and comes back
 * are points, gradients and numbers.
 *
 * @param shards the shards
 * @param plan how their parts are put together
 */
record LossTerms(LocalData.Shards shards, ShardPlan plan) {

  /** The gradient at a point that is sent. */
  private record Gradient(ShardPlan plan) implements LocalData.ShardWork {
    @Override
    public double[] answer(
        ConvexProgram shard, double share, ConvexProgram.Memo kept, double[]... sent) {
      return plan.shard(shard, share, kept).gradient(sent[0]);
    }
  }

  /** The mean curvature of f. */
  private record MeanCurvature(ShardPlan plan) implements LocalData.ShardWork {
    @Override
    public double[] answer(
        ConvexProgram shard, double share, ConvexProgram.Memo kept, double[]... sent) {
      return new double[] {plan.shard(shard, share, kept).meanCurvature()};
    }
  }

  /** The curvature of the loss at a point that is sent. */
  private record TypicalCurvature(ShardPlan plan) implements LocalData.ShardWork {
    @Override
    public double[] answer(
        ConvexProgram shard, double share, ConvexProgram.Memo kept, double[]... sent) {
      return new double[] {plan.shard(shard, share, kept).typicalCurvature(sent[0])};
    }
  }

  /** A proximal step: the typical curvature, the target and a guess are sent. */
  private record ProximalStep(ShardPlan plan, double rho, double accuracy)
      implements LocalData.ShardWork {
    @Override
    public double[] answer(
        ConvexProgram shard, double share, ConvexProgram.Memo kept, double[]... sent) {
      try {
        return plan.shard(shard, share, kept)
            .prox(rho, sent[0][0])
            .at(sent[1], rho, accuracy, sent[2]);
      } catch (InvalidInputException e) {
        throw e;
      } catch (ArithmeticException | IllegalArgumentException e) {
        return new double[0];
      }
    }
  }

  int count() {
    return shards.count();
  }

  /** The gradient of every f_s at one point. */
  List<double[]> gradients(double[] z) {
    return shards.answers(
        "gradients", new Gradient(plan), Collections.nCopies(count(), new double[][] {z}));
  }

  /** The mean over shards of {@link Shard#meanCurvature}. */
  double meanCurvature() {
    List<double[]> all =
        shards.answers(
            "mean curvature",
            new MeanCurvature(plan),
            Collections.nCopies(count(), new double[0][]));
    return all.stream().mapToDouble(one -> one[0]).sum() / count();
  }

  /** {@link Shard#typicalCurvature} of every shard at a point of its own. */
  List<double[]> typicalCurvatures(List<double[]> near) {
    return shards.answers(
        "curvature of the loss",
        new TypicalCurvature(plan),
        near.stream().map(z -> new double[][] {z}).toList());
  }

  /**
   * The proximal step of every shard.
   *
   * @throws ArithmeticException where rounding makes a factorisation fail
   */
  List<double[]> proximalSteps(
      double rho,
      double accuracy,
      List<double[]> typical,
      List<double[]> targets,
      List<double[]> starts) {
    List<double[][]> sent = new ArrayList<>();
    for (int s = 0; s < count(); s++) {
      sent.add(new double[][] {typical.get(s), targets.get(s), starts.get(s)});
    }
    List<double[]> solved =
        shards.answers("proximal step", new ProximalStep(plan, rho, accuracy), sent);
    if (solved.stream().anyMatch(z -> z.length == 0)) {
      throw new ArithmeticException("a factorisation of the proximal step fails within rounding");
    }
    return solved;
  }
}
