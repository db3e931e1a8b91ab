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

    double found = Temperature.fitted(outputs, labels).value();

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
    Temperature found = Temperature.fitted(outputs, labels);
    double best = new LogLoss().measure(found.of(outputs), labels).value();

    for (double factor : new double[] {0.5, 0.9, 0.99, 1.01, 1.1, 2}) {
      Temperature other = new Temperature(found.value() * factor);
      assertThat(new LogLoss().measure(other.of(outputs), labels).value())
          .isGreaterThanOrEqualTo(best);
    }
  }

  @Test
  void answersThatAreAllRightEndAtTheBoundAndNotAtInfinity() {
    double found =
        Temperature.fitted(new double[] {1, 0}, Targets.labels(new int[] {0}, 2)).value();

    assertThat(found).isBetween(1e-3, 1e-1);
    assertThat(Arrays.equals(Temperature.NONE.of(new double[] {2}), new double[] {2})).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoTemperatureIsRefused(double value) {
    assertThatThrownBy(() -> new Temperature(value)).isInstanceOf(InvalidInputException.class);
  }
}
