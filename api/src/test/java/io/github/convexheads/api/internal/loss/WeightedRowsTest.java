package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedRowsTest extends LossContract {
  private static final double[] WEIGHTS = {2.5, 0, 0.25, 1.25};

  @Override
  protected Loss loss() {
    return new WeightedRows(new SquaredLoss(), 2.5);
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    double[] weights = new double[rows];
    Arrays.setAll(weights, i -> WEIGHTS[i % WEIGHTS.length]);
    double[] y = random.doubles((long) rows * outputs, -2, 2).toArray();
    return new RealTargets(y, 1, outputs).withWeights(weights);
  }

  @Override
  protected Targets unsuited() {
    return Targets.labels(new int[] {0}, 2);
  }

  @Test
  void everyRowCountsAsMuchAsItsSample() {
    Targets y =
        new RealTargets(new double[] {1, 2, 3, 4}, 2, 1).withWeights(new double[] {1.5, 0.5});
    double[] out = {2, 4, 6, 8};
    double[] expected = {1.5 * 0.5, 1.5 * 2, 0.5 * 4.5, 0.5 * 8};
    double[] slopes = {1.5, 3, 1.5, 2};
    for (int row = 0; row < 4; row++) {
      double[] gradient = new double[4];
      assertThat(loss().value(out, row, y, row)).isEqualTo(expected[row]);
      assertThat(loss().valueAndGradient(out, row, y, row, gradient)).isEqualTo(expected[row]);
      assertThat(gradient[row]).isEqualTo(slopes[row]);
      assertThat(loss().hessianTrace(out, row, y, row)).isEqualTo(row < 2 ? 1.5 : 0.5);
    }
  }

  @Test
  void aSampleThatCountsNothingHasAConjugateAtZeroAlone() {
    Targets y = new RealTargets(new double[] {1, 1}, 1, 1).withWeights(new double[] {0, 2});
    double[] kept = {7};

    assertThat(loss().value(new double[] {5}, 0, y, 0)).isZero();
    assertThat(loss().valueAndGradient(new double[] {5}, 0, y, 0, kept)).isZero();
    assertThat(kept).containsExactly(0);
    assertThat(loss().conjugate(new double[] {0}, 0, y, 0)).isZero();
    assertThat(loss().conjugate(new double[] {1e-300}, 0, y, 0)).isInfinite();
    assertThat(loss().hessianTrace(new double[] {5}, 0, y, 0)).isZero();
  }

  @Test
  void lossesAreWeightedOnceAndOnlyWhereSamplesDiffer() {
    Loss plain = new SquaredLoss();
    Targets y = new RealTargets(new double[] {1, 1, 1}, 1, 1);
    Targets weighted = y.withWeights(new double[] {0.5, 2, 0.5});

    Loss once = WeightedRows.of(plain, weighted);

    assertThat(once).isEqualTo(new WeightedRows(plain, 2));
    assertThat(once.curvature()).isEqualTo(2);
    assertThat(WeightedRows.of(once, weighted)).isSameAs(once);
    assertThat(WeightedRows.of(plain, y)).isSameAs(plain);
    assertThat(once.metrics()).hasSameSizeAs(plain.metrics()).isNotEmpty();
    assertThat(new WeightedRows(new SoftmaxLoss(), 1).link()).isEqualTo(new SoftmaxLoss().link());
    assertThat(new WeightedRows(new SoftmaxLoss(), 1).answers()).hasValue(Targets.Kind.CLASSES);
  }

  /** The parts of a Hessian, its diagonal and -v_a v_b, are weighted as it is. */
  @Test
  void partsOfAHessianAreThoseOfTheWeightedOne() {
    Targets y = Targets.labels(new int[] {0, 1}, 3).withWeights(new double[] {1.5, 0.5});
    Loss weighted = new WeightedRows(new SoftmaxLoss(), 1.5);
    double[] out = {1, -0.5, 2, 0.25, 3, 1};
    for (int row = 0; row < 2; row++) {
      double[] hessian = new double[9];
      double[] d = new double[3];
      double[] v = new double[3];
      weighted.hessian(out, 3 * row, y, row, hessian);

      assertThat(weighted.hessianParts(out, 3 * row, y, row, d, v)).isTrue();
      for (int i = 0; i < 9; i++) {
        double whole = i % 4 == 0 ? d[i / 3] : -v[i / 3] * v[i % 3];
        assertThat(whole).isBetween(hessian[i] - 1e-15, hessian[i] + 1e-15);
      }
    }
  }
}
