package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassWeightsTest {
  private static final Targets LABELS = Targets.labels(new int[] {0, 2, 2, 2, 0, 2}, 4);

  private static double[] weights(Targets targets) {
    double[] weights = new double[targets.samples()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = targets.weight(i);
    }
    return weights;
  }

  @Test
  void balancedGivesEveryClassThatThereIsTheSameTotal() {
    assertThat(weights(ClassWeights.weighted(LABELS, "balanced")))
        .containsExactly(1.5, 0.75, 0.75, 0.75, 1.5, 0.75);
  }

  @Test
  void listedWeightsComeOnTopOfThoseOfSamplesAndMeanOne() {
    Targets own =
        ClassLabels.ignoring(new int[] {0, 1, 9, 1}, 1, 2, 9)
            .withWeights(new double[] {1, 2, 3, 4});

    assertThat(weights(ClassWeights.weighted(own, " 5 ,0.5"))).containsExactly(2.5, 0.5, 0, 1);
    assertThat(ClassWeights.weighted(own, "")).isSameAs(own);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,x,4|allowed: balanced, or 4 numbers separated by commas",
        "1,2,-3,4|the weight of class 2 is -3.0; every weight must be at least 0",
        "1,,3,4|allowed: balanced",
        "1,2,3|has 3 numbers; there are 4 classes",
        "1,2,3,4,5|has 5 numbers; there are 4 classes"
      })
  void otherWordsAndCountsAreRefused(String text, String words) {
    assertThatThrownBy(() -> ClassWeights.weighted(LABELS, text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void targetsWithoutOneClassASampleAreRefused() {
    Targets real = new RealTargets(new double[] {1}, 1, 1);
    Targets tokens = new ClassLabels(new int[] {0, 1}, 2, 2);

    assertThatThrownBy(() -> ClassWeights.weighted(real, "balanced"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found values with 1 rows a sample");
    assertThatThrownBy(() -> ClassWeights.weighted(tokens, "balanced"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found classes with 2 rows a sample");
  }
}
