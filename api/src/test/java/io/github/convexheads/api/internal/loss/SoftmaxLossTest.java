package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest extends LossContract {
  @Override
  protected Loss loss() {
    return new SoftmaxLoss();
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    int[] labels = new int[rows];
    Arrays.setAll(labels, i -> random.nextInt(outputs));
    return new ClassLabels(labels, 1, outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 2);
  }

  @Test
  void equalOutputsCostTheLogarithmOfTheClasses() {
    Targets y = Targets.labels(new int[] {2}, 4);

    assertThat(loss().value(new double[] {7, 7, 7, 7}, 0, y, 0))
        .isCloseTo(Math.log(4), within(1e-15));
  }

  @Test
  void oneClassCostsNothing() {
    Targets y = Targets.labels(new int[] {0}, 1);
    double[] gradient = {9};
    loss().gradient(new double[] {1e6}, 0, y, 0, gradient);

    assertThat(loss().value(new double[] {-1e6}, 0, y, 0)).isZero();
    assertThat(gradient[0]).isZero();
  }

  @Test
  void aWrongClassAheadByAMillionCostsAMillion() {
    Targets y = Targets.labels(new int[] {1}, 2);

    assertThat(loss().value(new double[] {1e6, 0}, 0, y, 0)).isEqualTo(1e6);
    assertThat(loss().value(new double[] {-1e6, 0}, 0, y, 0)).isZero();
  }

  @Test
  void theConjugateIsTheNegativeEntropyOfADistributionAndInfiniteElsewhere() {
    Targets y = Targets.labels(new int[] {0}, 3);

    assertThat(loss().conjugate(new double[] {-0.5, 0.25, 0.25}, 0, y, 0))
        .isCloseTo(0.5 * Math.log(0.5) + 0.5 * Math.log(0.25), within(1e-15));
    assertThat(loss().conjugate(new double[] {-1e-10, 2e-10, -1e-10}, 0, y, 0))
        .as("a negative probability")
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(loss().conjugate(new double[] {1e-10, 0, 0}, 0, y, 0))
        .as("probabilities that sum to more than 1")
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(loss().conjugate(new double[] {Double.NaN, 0, 0}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }
}
