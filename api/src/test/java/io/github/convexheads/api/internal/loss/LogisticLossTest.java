package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogisticLossTest extends LossContract {
  private static final MultiLabels BOTH = Targets.multiLabels(new boolean[] {true, false}, 2);

  @Override
  protected Loss loss() {
    return new LogisticLoss();
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
    return Targets.labels(new int[] {0, 1}, 2);
  }

  @Test
  void noOpinionCostsOneBitForEveryLabel() {
    assertThat(loss().value(new double[2], 0, BOTH, 0)).isCloseTo(2 * Math.log(2), within(1e-15));
  }

  @Test
  void certaintyKeepsItsDigits() {
    double[] outputs = {50, -60};
    double[] gradient = new double[2];
    loss().gradient(outputs, 0, BOTH, 0, gradient);

    assertThat(loss().value(outputs, 0, BOTH, 0))
        .isCloseTo(Math.exp(-50) + Math.exp(-60), within(1e-36));
    assertThat(gradient[0]).isCloseTo(-Math.exp(-50), within(1e-36));
    assertThat(gradient[1]).isCloseTo(Math.exp(-60), within(1e-40));
  }

  @Test
  void theConjugateIsTheNegativeEntropyOfCoinsAndInfiniteElsewhere() {
    double coin = 0.25 * Math.log(0.25) + 0.75 * Math.log(0.75);

    assertThat(loss().conjugate(new double[] {-0.25, 0.75}, 0, BOTH, 0))
        .isCloseTo(2 * coin, within(1e-15));
    assertThat(loss().conjugate(new double[] {-1, 0}, 0, BOTH, 0)).isZero();
    for (double[] outside :
        new double[][] {{1e-300, 0}, {-1.0000001, 0}, {0, -1e-300}, {0, 1.1}, {Double.NaN, 0}}) {
      assertThat(loss().conjugate(outside, 0, BOTH, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    }
  }
}
