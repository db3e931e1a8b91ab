package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A loss is what {@link Loss#unbounded} gives it, with the bounds of its slopes at infinity. */
class UnboundedLossTest {
  private static final int C = 3;

  static Stream<Arguments> losses() {
    double[] y = new SplittableRandom(1).doubles(4 * C, -3, 3).toArray();
    Targets values = new RealTargets(y, 1, C);
    Loss huber = new HuberLoss(0.7);
    Loss weighted = WeightedRows.of(huber, weighted(values));
    Loss labelled = new LabelledRows(huber);
    return Stream.of(
        Arguments.of(huber, values),
        Arguments.of(labelled, values),
        Arguments.of(weighted, weighted(values)));
  }

  private static Targets weighted(Targets targets) {
    return targets.withWeights(new double[] {0.5, 0, 2, 1});
  }

  @ParameterizedTest
  @MethodSource("losses")
  void slopesAreThoseOfTheLossWithoutBoundsWithinThem(Loss loss, Targets targets) {
    Loss free = loss.unbounded().orElseThrow();
    SplittableRandom random = new SplittableRandom(2);
    for (int row = 0; row < targets.samples(); row++) {
      double[] low = gradient(loss, filled(Double.NEGATIVE_INFINITY), targets, row);
      double[] high = gradient(loss, filled(Double.POSITIVE_INFINITY), targets, row);
      double[] o = random.doubles(C, -6, 6).toArray();
      double[] bounded = gradient(loss, o, targets, row);
      double[] slope = gradient(free, o, targets, row);
      double[] hessian = new double[C * C];
      free.hessian(o, 0, targets, row, hessian);
      for (int p = 0; p < C; p++) {
        double within = Math.max(low[p], Math.min(high[p], slope[p]));
        assertThat(bounded[p]).isCloseTo(within, within(1e-15));
        assertThat(hessian[p * C + p] > 0).isEqualTo(low[p] < high[p]);
      }
      assertThat(loss.conjugate(bounded, 0, targets, row))
          .isCloseTo(free.conjugate(bounded, 0, targets, row), within(1e-12));
    }
  }

  @Test
  void lossesThatAreCurvedEverywhereHaveNone() {
    assertThat(new SquaredLoss().unbounded()).isEmpty();
    assertThat(new LogisticLoss().unbounded()).isEmpty();
    assertThat(new SoftmaxLoss().unbounded()).isEmpty();
  }

  private static double[] filled(double value) {
    double[] o = new double[C];
    Arrays.fill(o, value);
    return o;
  }

  private static double[] gradient(Loss loss, double[] o, Targets targets, int row) {
    double[] g = new double[C];
    loss.gradient(o, 0, targets, row, g);
    return g;
  }
}
