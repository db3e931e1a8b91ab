package io.github.convexheads.api.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The features that tell places. */
class PositionTest {
  @ParameterizedTest
  @CsvSource({"SEQUENCE,2", "SEQUENCE,5", "SEQUENCE,16", "GRID,4", "GRID,9", "GRID,16"})
  void allCosinesWithAConstantAreAnOrthogonalBasisOfPlaces(
      AppendedFeatures.Position position, int s) {
    double[] features = position.features(s, s - 1);

    for (int f = 0; f < s - 1; f++) {
      double sum = 0;
      for (int t = 0; t < s; t++) {
        sum += features[t * (s - 1) + f];
      }
      assertThat(sum).isCloseTo(0, within(1e-12));
      for (int g = 0; g < s - 1; g++) {
        double product = 0;
        for (int t = 0; t < s; t++) {
          product += features[t * (s - 1) + f] * features[t * (s - 1) + g];
        }
        assertThat(product / s).isCloseTo(f == g ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void fewerFeaturesAreTheSlowestOfAll() {
    double[] all = AppendedFeatures.Position.SEQUENCE.features(5, 4);
    double[] two = AppendedFeatures.Position.SEQUENCE.features(5, 2);

    for (int t = 0; t < 5; t++) {
      assertThat(two[t * 2]).isEqualTo(all[t * 4]);
      assertThat(two[t * 2 + 1]).isEqualTo(all[t * 4 + 1]);
      assertThat(two[t * 2])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (t + 0.5) / 5), within(1e-12));
    }
  }

  @Test
  void aGridFirstTellsColumnsThenRows() {
    double[] features = AppendedFeatures.Position.GRID.features(9, 2);

    for (int t = 0; t < 9; t++) {
      int row = t / 3;
      assertThat(features[t * 2])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (t % 3 + 0.5) / 3), within(1e-12));
      assertThat(features[t * 2 + 1])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (row + 0.5) / 3), within(1e-12));
    }
  }

  @Test
  void oneTokenHasNoPlace() {
    assertThatThrownBy(() -> AppendedFeatures.Position.SEQUENCE.features(1, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "position = sequence needs several tokens, but samples have one; set position = none");
  }

  @Test
  void placesThatThereAreNotAreRefused() {
    assertThatThrownBy(() -> AppendedFeatures.Position.SEQUENCE.features(4, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("position-features = 4, but 4 tokens have 1 to 3");
    assertThatThrownBy(() -> AppendedFeatures.Position.GRID.features(8, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fill a square, found 8");
    assertThat(AppendedFeatures.Position.NONE.features(1, 0)).isEmpty();
  }
}
