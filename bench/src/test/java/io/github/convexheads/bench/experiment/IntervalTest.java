package io.github.convexheads.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.metric.MeanAbsoluteError;
import io.github.convexheads.api.internal.metric.RSquared;
import io.github.convexheads.api.internal.metric.TopAccuracy;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final ScoreKind ACCURACY = ScoreKind.of(new TopAccuracy(1));
  private static final ScoreKind R_SQUARED = ScoreKind.of(new RSquared());

  @Test
  void threeSeedsGiveStudentsIntervalWithTwoDegreesOfFreedom() {
    Interval interval = Interval.of(List.of(0.5, 0.52, 0.54), 100, ACCURACY);

    // 4.302653 is the 97.5 % point of Student's t with 2 degrees of freedom
    double half = 4.302653 * 0.02 / Math.sqrt(3);
    assertThat(interval.mean()).isCloseTo(0.52, within(1e-12));
    assertThat(interval.low()).isCloseTo(0.52 - half, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.52 + half, within(1e-6));
  }

  @Test
  void anAccuracyNearItsEndsHasAnIntervalWithinThem() {
    Interval best = Interval.of(List.of(0.895, 0.96, 0.96), 370, ACCURACY);
    Interval worst = Interval.of(List.of(0.0, 0.01, 0.05), 370, ACCURACY);

    assertThat(best.high()).isEqualTo(1);
    assertThat(best.low()).isBetween(0.8, best.mean());
    assertThat(worst.low()).isEqualTo(0);
    assertThat(worst.high()).isBetween(worst.mean(), 0.2);
  }

  @Test
  void aCoefficientOfDeterminationMayBeNegativeButNotAboveOne() {
    Interval interval = Interval.of(List.of(-0.2, 0.9, 0.95), 50, R_SQUARED);

    assertThat(interval.low()).isLessThan(-0.5);
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void anErrorIsNotBelowZero() {
    ScoreKind error = ScoreKind.of(new MeanAbsoluteError());

    assertThat(Interval.of(List.of(0.1, 9.0), 50, error).low()).isZero();
    assertThat(Interval.of(List.of(0.1, 9.0), 50, error).high()).isGreaterThan(9);
  }

  /** An interval of no width would say that other samples are answered exactly as these. */
  @Test
  void seedsThatFoundTheSameHaveWilsonsIntervalToo() {
    Interval one = Interval.of(List.of(0.9), 30, ACCURACY);

    assertThat(Interval.of(List.of(0.9, 0.9, 0.9), 30, ACCURACY)).isEqualTo(one);
    assertThat(one.low()).isLessThan(0.8);
    assertThat(Interval.of(List.of(0.9, 0.9), 30, R_SQUARED).low()).isNaN();
  }

  @Test
  void oneSeedHasWilsonsIntervalOverSamples() {
    Interval interval = Interval.of(List.of(1.0), 20, ACCURACY);

    // of 20 in 20 right: n / (n + z^2) with z = 1.959964
    assertThat(interval.low()).isCloseTo(20 / (20 + 3.841459), within(1e-6));
    assertThat(interval.high()).isBetween(1 - 1e-12, 1.0);
    assertThat(Interval.of(List.of(0.4), 20, R_SQUARED).low()).isNaN();
  }
}
