package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.metric.LogLoss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {
  /** Three of four rows are answered rightly, always with the same outputs: 1 / T = log 3 / o. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 40})
  void makesProbabilitiesAsCertainAsAnswersAreRight(double o) {
    double[] outputs = {o, 0, o, 0, o, 0, o, 0};
    Targets labels = Targets.labels(new int[] {0, 0, 0, 1}, 2);

    double found = Temperature.fitted(outputs, labels).temperature().value();

    assertThat(found).isCloseTo(o / Math.log(3), within(1e-6 * found));
  }

  @Test
  void noOtherTemperatureHasASmallerLogLoss() {
    SplittableRandom random = new SplittableRandom(5);
    double[] outputs = random.doubles(300, -4, 4).toArray();
    boolean[] member = new boolean[300];
    for (int i = 0; i < member.length; i++) {
      member[i] = random.nextDouble() < 1 / (1 + Math.exp(-outputs[i] / 3));
    }
    Targets labels = Targets.multiLabels(member, 3);
    Temperature found = Temperature.fitted(outputs, labels).temperature();
    double best = new LogLoss().measure(found.of(outputs), labels).value();

    for (double factor : new double[] {0.5, 0.9, 0.99, 1.01, 1.1, 2}) {
      Temperature other = new Temperature(found.value() * factor);
      assertThat(new LogLoss().measure(other.of(outputs), labels).value())
          .isGreaterThanOrEqualTo(best);
    }
  }

  /** Of any size, also where outputs are far beyond what a head gives. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-7, 1e5, 1e9, 1e300})
  void outputsOfAnySizeHaveTheirOptimum(double o) {
    double[] outputs = {o, 0, o, 0, o, 0, o, 0};
    Targets labels = Targets.labels(new int[] {0, 0, 0, 1}, 2);

    Temperature.Fitted found = Temperature.fitted(outputs, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.FINITE);
    assertThat(found.temperature().value() / o).isCloseTo(1 / Math.log(3), within(1e-9));
  }

  /** Nearly no better than chance: 1 / T = 1e-3 for outputs of 2, beyond what was once the end. */
  @Test
  void anOptimumFarFromOneIsSolvedFor() {
    double p = 1 / (1 + Math.exp(-1e-3 * 2));
    Targets labels = Targets.labels(new int[] {0, 1}, 2).withWeights(p, 1 - p);

    Temperature.Fitted found = Temperature.fitted(new double[] {2, 0, 2, 0}, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.FINITE);
    assertThat(found.temperature().value()).isCloseTo(1e3, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-200, 1, 2000})
  void answersThatAreAllRightAreCertainInTheLimit(double o) {
    double[] outputs = {o, 0, 0, o / 2, o, 0};
    Targets labels = Targets.labels(new int[] {0, 1}, 3);

    Temperature.Fitted found = Temperature.fitted(outputs, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.ZERO);
    double[] cooled = found.temperature().of(outputs);
    assertThat(new LogLoss().measure(cooled, labels).value()).isBetween(1e-8, 1.1e-6);
  }

  /** Equal outputs cannot be told apart by any temperature; the others decide. */
  @Test
  void answersThatAreRightOrTiedHaveTheirLimitToo() {
    double[] outputs = {1, 0, 3, 3};
    Targets labels = Targets.labels(new int[] {0, 1}, 2);

    Temperature.Fitted found = Temperature.fitted(outputs, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.ZERO);
    double[] cooled = found.temperature().of(outputs);
    assertThat(new LogLoss().measure(cooled, labels).value())
        .isCloseTo(Math.log(2) / 2, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-200, 1, 5000})
  void answersThatAreWrongOnAverageAreEquallyProbableInTheLimit(double o) {
    double[] outputs = {o, 0, 0, o, 0, 0, 0, o / 2, 0};
    Targets labels = Targets.labels(new int[] {1, 2, 1}, 3);

    Temperature.Fitted found = Temperature.fitted(outputs, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.INFINITY);
    double[] cooled = found.temperature().of(outputs);
    assertThat(new LogLoss().measure(cooled, labels).value()).isCloseTo(Math.log(3), within(1e-6));
    assertThat(cooled[0]).as("answers stay").isGreaterThan(cooled[1]);
  }

  @Test
  void setsOfLabelsHaveBothLimits() {
    double[] outputs = {2, -1, 1, -3};
    boolean[] right = {true, false, true, false};
    boolean[] wrong = {false, true, false, true};

    assertThat(Temperature.fitted(outputs, Targets.multiLabels(right, 2)).optimum())
        .isEqualTo(Temperature.Optimum.ZERO);
    assertThat(Temperature.fitted(outputs, Targets.multiLabels(wrong, 2)).optimum())
        .isEqualTo(Temperature.Optimum.INFINITY);
  }

  @Test
  void rowsOfWeightZeroDecideNothing() {
    double[] outputs = {1, 0, 1, 0};
    Targets labels = Targets.labels(new int[] {0, 1}, 2).withWeights(1, 0);

    assertThat(Temperature.fitted(outputs, labels).optimum()).isEqualTo(Temperature.Optimum.ZERO);
  }

  @Test
  void equalOutputsHaveAnyTemperature() {
    Targets labels = Targets.labels(new int[] {0, 1}, 3);

    Temperature.Fitted found =
        Temperature.fitted(new double[] {0.1, 0.1, 0.1, 0.7, 0.7, 0.7}, labels);

    assertThat(found.optimum()).isEqualTo(Temperature.Optimum.ANY);
    assertThat(found.temperature()).isEqualTo(Temperature.NONE);
    assertThat(Arrays.equals(Temperature.NONE.of(new double[] {2}), new double[] {2})).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoTemperatureIsRefused(double value) {
    assertThatThrownBy(() -> new Temperature(value)).isInstanceOf(InvalidInputException.class);
  }
}
