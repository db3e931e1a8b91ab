package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuberLossTest extends LossContract {
  @Override
  protected Loss loss() {
    return new HuberLoss(1.5);
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    double[] values = new double[rows * outputs];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new RealTargets(values, 1, outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.labels(new int[] {0}, 2);
  }

  @Test
  void isSquaredNearTheTargetAndLinearBeyond() {
    Targets y = Targets.values(new double[] {1, 1}, 2);

    assertThat(loss().value(new double[] {2, 1}, 0, y, 0)).isEqualTo(0.5);
    assertThat(loss().value(new double[] {1, 11}, 0, y, 0))
        .isCloseTo(1.5 * 10 - 1.5 * 1.5 / 2, within(1e-14));
  }

  @Test
  void theConjugateIsInfiniteBeyondDelta() {
    Targets y = Targets.values(new double[] {2}, 1);

    assertThat(loss().conjugate(new double[] {1.5}, 0, y, 0)).isEqualTo(1.125 + 3);
    assertThat(loss().conjugate(new double[] {Math.nextUp(1.5)}, 0, y, 0)).isEqualTo(1.125 + 3);
    assertThat(loss().conjugate(new double[] {1.5 * (1 + 1e-14)}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(loss().conjugate(new double[] {Double.NaN}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesADeltaThatIsNotPositiveAndFinite(double delta) {
    assertThatThrownBy(() -> new HuberLoss(delta)).isInstanceOf(IllegalArgumentException.class);
  }
}
