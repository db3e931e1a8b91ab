package org.example.plugin;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;

class ModifiedHuberLossContractTest extends LossContract {
  @Override
  protected Loss loss() {
    return new ModifiedHuberLoss();
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    return Targets.labels(random.ints(rows, 0, outputs).toArray(), outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 1);
  }
}
