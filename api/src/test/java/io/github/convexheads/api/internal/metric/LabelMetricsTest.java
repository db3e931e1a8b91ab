package io.github.convexheads.api.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMetricsTest {
  /** Three rows of two outputs. */
  private static final double[] OUTPUTS = {2, -1, 1, 3, -1, 0.5};

  private static final MultiLabels LABELS = labels(2, 1, 0, 0, 1, 1, 0);

  @Test
  void f1AddsUpCountsOrAveragesLabels() {
    Metric.Measurement micro = new F1(F1.Averaging.MICRO).measure(OUTPUTS, LABELS);
    Metric.Measurement macro = new F1(F1.Averaging.MACRO).measure(OUTPUTS, LABELS);

    assertThat(micro.value()).isCloseTo(4 / 7.0, within(1e-15));
    assertThat(macro.parts()).containsExactly(0.5, 2 / 3.0);
    assertThat(macro.value()).isCloseTo((0.5 + 2 / 3.0) / 2, within(1e-15));
  }

  @Test
  void aLabelThatNoRowHasOrIsGivenHasNoScore() {
    MultiLabels none = labels(2, 1, 0, 1, 0);
    double[] outputs = {1, -1, -1, -2};

    assertThat(new F1(F1.Averaging.MACRO).measure(outputs, none).parts())
        .containsExactly(2 / 3.0, Double.NaN);
    assertThat(new AveragePrecision().measure(outputs, none).parts())
        .containsExactly(1.0, Double.NaN);
    assertThat(new AveragePrecision().measure(outputs, none).value()).isEqualTo(1);
  }

  /** The example of scikit-learn's average_precision_score: 0.8333. */
  @Test
  void averagePrecisionIsTheSumOfPrecisionsAtEveryRecall() {
    MultiLabels labels = labels(1, 0, 0, 1, 1);

    assertThat(new AveragePrecision().measure(new double[] {0.1, 0.4, 0.35, 0.8}, labels).value())
        .isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
  }

  @Test
  void equalOutputsShareAThresholdWhateverTheirOrder() {
    double[] outputs = {1, 1, 1, 0};

    assertThat(precision(outputs, 1, 0, 0, 1)).isCloseTo((1 / 3.0 + 0.5) / 2, within(1e-15));
    assertThat(precision(outputs, 0, 0, 1, 1)).isCloseTo((1 / 3.0 + 0.5) / 2, within(1e-15));
  }

  private static double precision(double[] outputs, int... labels) {
    return new AveragePrecision().measure(outputs, labels(1, labels)).value();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 60})
  void averagePrecisionAgreesWithItsDefinitionOverAllThresholds(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    int[] present = random.ints(rows, 0, 2).toArray();
    present[0] = 1;
    double[] outputs = random.doubles(rows, 0, 4).map(Math::rint).toArray();

    assertThat(precision(outputs, present)).isCloseTo(naive(outputs, present), within(1e-14));
  }

  private static double naive(double[] outputs, int[] present) {
    double sum = 0;
    double recallBefore = 0;
    double all = IntStream.of(present).sum();
    for (double threshold = 4; threshold >= 0; threshold--) {
      double given = 0;
      double right = 0;
      for (int i = 0; i < outputs.length; i++) {
        given += outputs[i] >= threshold ? 1 : 0;
        right += outputs[i] >= threshold ? present[i] : 0;
      }
      if (given > 0) {
        sum += (right / all - recallBefore) * right / given;
        recallBefore = right / all;
      }
    }
    return sum;
  }

  @Test
  void logLossAveragesOverRowsAndLabels() {
    double[] p = new double[6];
    for (int row = 0; row < 3; row++) {
      Loss.Link.LOGISTIC.probabilities(OUTPUTS, 2 * row, 2, p, 2 * row);
    }
    double first = -(Math.log(p[0]) + Math.log(1 - p[2]) + Math.log(p[4])) / 3;
    double second = -(Math.log(1 - p[1]) + Math.log(p[3]) + Math.log(1 - p[5])) / 3;
    Metric.Measurement found = new LogLoss().measure(OUTPUTS, LABELS);

    assertThat(found.parts().get(0)).isCloseTo(first, within(1e-14));
    assertThat(found.parts().get(1)).isCloseTo(second, within(1e-14));
    assertThat(found.value()).isCloseTo((first + second) / 2, within(1e-14));
  }

  @Test
  void calibrationCountsEveryRowAndLabel() {
    double o = Math.log(3);
    MultiLabels labels = labels(2, 1, 1, 1, 0);

    assertThat(new CalibrationError().measure(new double[] {o, o, o, o}, labels).value())
        .isCloseTo(0, within(1e-15));
    assertThat(new CalibrationError().measure(new double[] {o, o, o, -o}, labels).value())
        .isCloseTo(0.25, within(1e-15));
  }

  @Test
  void logisticProbabilitiesOfLargeOutputsAreZeroAndOne() {
    double[] row = {1e6, -1e6, 0};
    Loss.Link.LOGISTIC.probabilities(row, 0, 3, row, 0);

    assertThat(row).containsExactly(1, 0, 0.5);
  }

  private static MultiLabels labels(int outputs, int... member) {
    boolean[] members = new boolean[member.length];
    for (int i = 0; i < member.length; i++) {
      members[i] = member[i] == 1;
    }
    return Targets.multiLabels(members, outputs);
  }
}
