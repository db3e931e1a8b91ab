package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SquaredLossTest extends LossContract {
  @Override
  protected Loss loss() {
    return new SquaredLoss();
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    double[] values = new double[rows * outputs];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new RealTargets(values, 1, outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.labels(new int[] {0, 1}, 2);
  }

  @Test
  void isHalfTheSquaredDistance() {
    RealTargets y = new RealTargets(new double[] {1, 2}, 1, 2);

    assertThat(loss().value(new double[] {4, 6}, 0, y, 0)).isEqualTo(12.5);
    assertThat(loss().conjugate(new double[] {3, 4}, 0, y, 0)).isEqualTo(12.5 + 3 + 8);
  }
}
