package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SquaredHingeLossTest extends LossContract {
  @Override
  protected Loss loss() {
    return new SquaredHingeLoss(false);
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    return Targets.labels(random.ints(rows, 0, outputs).toArray(), outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 1);
  }

  @Test
  void aMarginOfOneCostsNothingAndClassesOfALabelMatrixAreAllOnThePositiveSide() {
    Targets one = Targets.labels(new int[] {1}, 3);
    Targets two = Targets.multiLabels(new boolean[] {true, true, false}, 3);
    double[] outputs = {-1, 1, -5};

    assertThat(loss().value(outputs, 0, one, 0)).isZero();
    assertThat(new SquaredHingeLoss(true).value(outputs, 0, two, 0)).isEqualTo(2);
  }

  @Test
  void theConjugateIsInfiniteOnTheWrongSide() {
    Targets y = Targets.labels(new int[] {1}, 2);

    assertThat(loss().conjugate(new double[] {2, -1}, 0, y, 0)).isEqualTo(-2 + 2 - 1 + 0.5);
    assertThat(loss().conjugate(new double[] {-1e-300, 0}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(loss().conjugate(new double[] {Double.NaN, 0}, 0, y, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }
}
