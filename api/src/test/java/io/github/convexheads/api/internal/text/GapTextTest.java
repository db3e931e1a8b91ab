package io.github.convexheads.api.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTextTest {

  @ParameterizedTest
  @CsvSource({
    "0.00551, 5.6e-03",
    "0.0010004, 1.1e-03",
    "0.0014, 1.4e-03",
    "9.91e-4, 1.0e-03",
    "0, 0.0e+00",
    "Infinity, none",
    "NaN, none"
  })
  void whatIsPrintedIsNeverBelowTheGap(double gap, String text) {
    assertThat(GapText.of(gap)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.00551, 0.56 %",
    "0.0101, 1.1 %",
    "0.01, 1.0 %",
    "1.104, 1.2e+02 %",
    "0, 0.0 %",
    "Infinity, none"
  })
  void neitherIsWhatIsPrintedInPercent(double gap, String text) {
    assertThat(GapText.percent(gap)).isEqualTo(text);
  }
}
