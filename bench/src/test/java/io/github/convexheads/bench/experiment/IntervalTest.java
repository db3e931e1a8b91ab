package io.github.convexheads.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.metric.AveragePrecision;
import io.github.convexheads.api.internal.metric.MeanAbsoluteError;
import io.github.convexheads.api.internal.metric.RSquared;
import io.github.convexheads.api.internal.metric.TopAccuracy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final ScoreKind ACCURACY = ScoreKind.of(new TopAccuracy(1));
  private static final ScoreKind R_SQUARED = ScoreKind.of(new RSquared());

  @Test
  void threeSeedsGiveStudentsIntervalWithTwoDegreesOfFreedom() {
    Interval interval = of(ACCURACY, 0.5, 0.52, 0.54);

    // 4.302653 is the 97.5 % point of Student's t with 2 degrees of freedom
    double half = 4.302653 * 0.02 / Math.sqrt(3);
    assertThat(interval.mean()).isCloseTo(0.52, within(1e-12));
    assertThat(interval.low()).isCloseTo(0.52 - half, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.52 + half, within(1e-6));
  }

  @Test
  void anAccuracyNearItsEndsHasAnIntervalWithinThem() {
    Interval best = of(ACCURACY, 0.895, 0.96, 0.96);
    Interval worst = of(ACCURACY, 0.0, 0.01, 0.05);

    assertThat(best.high()).isEqualTo(1);
    assertThat(best.low()).isBetween(0.8, best.mean());
    assertThat(worst.low()).isEqualTo(0);
    assertThat(worst.high()).isBetween(worst.mean(), 0.2);
  }

  @Test
  void aCoefficientOfDeterminationMayBeNegativeButNotAboveOne() {
    Interval interval = of(R_SQUARED, -0.2, 0.9, 0.95);

    assertThat(interval.low()).isLessThan(-0.5);
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void anErrorIsNotBelowZero() {
    ScoreKind error = ScoreKind.of(new MeanAbsoluteError());

    assertThat(of(error, 0.1, 9.0).low()).isZero();
    assertThat(of(error, 0.1, 9.0).high()).isGreaterThan(9);
  }

  /** An interval of no width would say that other samples are answered exactly as these. */
  @Test
  void seedsThatFoundTheSameHaveTheIntervalOfTheMetricToo() {
    Interval one = Interval.of(List.of(trial(ACCURACY, 0.9, 0.7, 0.96)));
    Interval three =
        Interval.of(
            List.of(
                trial(ACCURACY, 0.9, 0.7, 0.96),
                trial(ACCURACY, 0.9, 0.7, 0.96),
                trial(ACCURACY, 0.9, 0.7, 0.96)));

    assertThat(one).isEqualTo(new Interval(0.9, 0.7, 0.96));
    assertThat(three.low()).isEqualTo(0.7);
    assertThat(three.high()).isEqualTo(0.96);
  }

  /** An average precision lies in 0..1, but is no share of samples that Wilson's would be of. */
  @Test
  void aScoreWhoseMetricHasNoIntervalHasNone() {
    assertThat(of(ScoreKind.of(new AveragePrecision()), 0.8).low()).isNaN();
    assertThat(of(ScoreKind.of(new AveragePrecision()), 0.8).high()).isNaN();
    assertThat(of(R_SQUARED, 0.9, 0.9).low()).isNaN();
  }

  private static Interval of(ScoreKind kind, double... scores) {
    return Interval.of(
        Arrays.stream(scores).mapToObj(score -> trial(kind, score, null, null)).toList());
  }

  private static TrialResult trial(ScoreKind kind, double test, Double low, Double high) {
    return new TrialResult(
        "0".repeat(64),
        "linear",
        "linear",
        "linear",
        1,
        6,
        1e-3,
        Arrays.asList(
            new TrialResult.Point(0.1, 0.1, 1, 0.5, 1e-4, test, test, 1, "admm", "solved")),
        0,
        kind,
        test,
        low,
        high,
        Map.of(),
        List.of(),
        20,
        1);
  }
}
