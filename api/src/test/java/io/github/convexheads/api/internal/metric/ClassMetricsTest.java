package io.github.convexheads.api.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {
  /** Four rows of three outputs; answers 0, 1, 1 (of two equal ones), 2. */
  private static final double[] OUTPUTS = {3, 1, 2, 0, 5, 4, 1, 7, 7, -1, -2, 0};

  private static final ClassLabels LABELS = Targets.labels(new int[] {0, 2, 2, 2}, 3);

  @Test
  void topAccuracyCountsLabelsAmongTheLargestOutputsAndEarlierOnesFirst() {
    assertThat(new TopAccuracy(1).measure(OUTPUTS, LABELS).value()).isEqualTo(0.5);
    assertThat(new TopAccuracy(2).measure(OUTPUTS, LABELS).value()).isEqualTo(1);
  }

  /**
   * Wilson (1927) for 2 of 4 with z = 1.959964: (0.5 + z^2/8 -+ z sqrt(1/16 + z^2/64)) / (1 +
   * z^2/4).
   */
  @Test
  void topAccuracyHasTheIntervalOfWilson() {
    Metric.Measurement.Interval found =
        new TopAccuracy(1).measure(OUTPUTS, LABELS).interval().orElseThrow();

    assertThat(found.low()).isCloseTo(0.150036, within(1e-5));
    assertThat(found.high()).isCloseTo(0.849964, within(1e-5));
  }

  @Test
  void fiveGuessesAtFiveClassesSayNothing() {
    assertThat(new TopAccuracy(5).suits(Targets.labels(new int[] {0}, 5))).isFalse();
    assertThat(new TopAccuracy(5).suits(Targets.labels(new int[] {0}, 6))).isTrue();
    assertThat(new TopAccuracy(1).suits(Targets.labels(new int[] {0}, 1))).isTrue();
    assertThat(new TopAccuracy(1).suits(Targets.values(new double[] {0}, 1))).isFalse();
  }

  @Test
  void aConfusionMatrixCountsRowsByClassAndAnswer() {
    ConfusionMatrix matrix = ConfusionMatrix.of(OUTPUTS, LABELS);

    assertThat(matrix.count(0, 0)).isEqualTo(1);
    assertThat(matrix.count(2, 1)).isEqualTo(2);
    assertThat(matrix.count(2, 2)).isEqualTo(1);
    assertThat(matrix.support(2)).isEqualTo(3);
    assertThat(matrix.answered(1)).isEqualTo(2);
    assertThat(matrix.recall(2)).isEqualTo(1 / 3.0);
    assertThat(matrix.precision(2)).isEqualTo(1);
    assertThat(matrix.f1(2)).isEqualTo(0.5);
    assertThat(matrix.recall(1)).isNaN();
    assertThat(matrix.precision(1)).isZero();
  }

  @Test
  void balancedAccuracyWeighsClassesAndNotRows() {
    Metric.Measurement found = new BalancedAccuracy().measure(OUTPUTS, LABELS);

    assertThat(found.value()).isCloseTo((1 + 1 / 3.0) / 2, within(1e-15));
    assertThat(found.parts()).containsExactly(1.0, Double.NaN, 1 / 3.0);
  }

  @Test
  void logLossIsTheMeanOfTheLogarithmsOfSoftmax() {
    double[] p = new double[3];
    double expected = 0;
    for (int row = 0; row < 4; row++) {
      Loss.Link.SOFTMAX.probabilities(OUTPUTS, 3 * row, 3, p, 0);
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-15));
      expected -= Math.log(p[LABELS.label(row)]) / 4;
    }

    assertThat(new LogLoss().measure(OUTPUTS, LABELS).value()).isCloseTo(expected, within(1e-14));
  }

  @Test
  void logLossStaysFiniteAndKeepsDigitsWhereProbabilitiesRoundToZeroAndOne() {
    ClassLabels wrong = Targets.labels(new int[] {1}, 2);
    ClassLabels right = Targets.labels(new int[] {0}, 2);

    assertThat(new LogLoss().measure(new double[] {1e6, 0}, wrong).value()).isEqualTo(1e6);
    assertThat(new LogLoss().measure(new double[] {50, 0}, right).value())
        .isCloseTo(Math.exp(-50), within(1e-36));
  }

  @Test
  void aHeadThatIsRightAsOftenAsItSaysHasNoCalibrationError() {
    double o = Math.log(3);
    double[] outputs = {o, 0, o, 0, o, 0, o, 0};

    assertThat(calibration(outputs, 0, 0, 0, 1)).isCloseTo(0, within(1e-15));
    assertThat(calibration(outputs, 0, 0, 0, 0)).isCloseTo(0.25, within(1e-15));
    assertThat(calibration(outputs, 1, 1, 1, 1)).isCloseTo(0.75, within(1e-15));
  }

  private static double calibration(double[] outputs, int... labels) {
    return new CalibrationError().measure(outputs, Targets.labels(labels, 2)).value();
  }

  @Test
  void calibrationErrorIsTheWeightedDifferenceOfEveryBin() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 500;
    double[] outputs = random.doubles(4L * rows, -3, 3).toArray();
    ClassLabels labels = Targets.labels(random.ints(rows, 0, 4).toArray(), 4);
    double[] confidence = new double[15];
    double[] right = new double[15];
    for (int row = 0; row < rows; row++) {
      double[] p = new double[4];
      Loss.Link.SOFTMAX.probabilities(outputs, 4 * row, 4, p, 0);
      int best = ConfusionMatrix.answer(p, 0, 4);
      int bin = 0;
      while (p[best] > (bin + 1) / 15.0) {
        bin++;
      }
      confidence[bin] += p[best];
      right[bin] += labels.label(row) == best ? 1 : 0;
    }
    double expected = 0;
    for (int bin = 0; bin < 15; bin++) {
      expected += Math.abs(confidence[bin] - right[bin]) / rows;
    }

    assertThat(new CalibrationError().measure(outputs, labels).value())
        .isCloseTo(expected, within(1e-14));
  }

  @Test
  void softmaxOfLargeOutputsIsFiniteAndMayReplaceThem() {
    double[] row = {1e6, 1e6, -1e6};
    Loss.Link.SOFTMAX.probabilities(row, 0, 3, row, 0);

    assertThat(row).containsExactly(0.5, 0.5, 0);
  }
}
