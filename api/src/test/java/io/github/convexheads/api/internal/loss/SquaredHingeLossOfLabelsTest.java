package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;

class SquaredHingeLossOfLabelsTest extends LossContract {
  @Override
  protected Loss loss() {
    return new SquaredHingeLoss(true);
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    boolean[] member = new boolean[rows * outputs];
    for (int i = 0; i < member.length; i++) {
      member[i] = random.nextBoolean();
    }
    return new MultiLabels(member, 1, outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 1);
  }
}
