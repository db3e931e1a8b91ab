package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelledRowsTest extends LossContract {
  @Override
  protected Loss loss() {
    return new LabelledRows(new SoftmaxLoss());
  }

  /** Every third row is ignored. */
  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    int[] labels = new int[rows];
    Arrays.setAll(labels, i -> i % 3 == 0 ? 255 : random.nextInt(outputs));
    return ClassLabels.ignoring(labels, 1, outputs, 255);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 2);
  }

  @Test
  void anIgnoredRowCostsNothingAndItsConjugateIsFiniteAtZeroAlone() {
    Targets y = ClassLabels.ignoring(new int[] {-100, 1}, 2, 3, -100);

    assertThat(loss().value(new double[] {5, -7, 2}, 0, y, 0)).isZero();
    assertThat(loss().conjugate(new double[] {0, -0.0, 0}, 0, y, 0)).isZero();
    assertThat(loss().conjugate(new double[] {0, 0, 1e-300}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void aLossOfTargetsWithoutIgnoredRowsStaysAsItIs() {
    Loss softmax = new SoftmaxLoss();

    assertThat(LabelledRows.of(softmax, Targets.labels(new int[] {0, 1}, 2))).isSameAs(softmax);
    assertThat(LabelledRows.of(softmax, ClassLabels.ignoring(new int[] {9, 1}, 1, 2, 9)))
        .isEqualTo(new LabelledRows(softmax));
  }
}
