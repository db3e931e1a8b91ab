package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of targets that are a part of others. */
class WeightsOfPartTest {
  static Stream<Targets> everyKind() {
    return Stream.of(
        Targets.labels(new int[] {0, 1, 0, 1}, 2),
        Targets.multiLabels(new boolean[8], 2),
        new RealTargets(new double[8], 1, 2));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void areThoseOfASelection(Targets targets) {
    Targets part = targets.withWeights(0, 0, 1, 3).select(3, 2);
    double[] weights = IntStream.range(0, 2).mapToDouble(part::weight).toArray();
    Targets again = targets.select(3, 2).withWeightsOfPart(weights);
    Targets none = targets.select(0, 1).withWeightsOfPart(0, 0);

    assertThat(weights).containsExactly(3.0, 1.0);
    assertThat(IntStream.range(0, 2).mapToDouble(again::weight)).containsExactly(3.0, 1.0);
    assertThat(none.weighted()).isTrue();
    assertThat(none.weight(0)).isZero();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void areFiniteAndNotNegative(Targets targets) {
    assertThatThrownBy(() -> targets.withWeightsOfPart(1, 1, -1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weight -1.0 of sample 2");
    assertThatThrownBy(() -> targets.withWeightsOfPart(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 weights for 4 samples");
  }
}
