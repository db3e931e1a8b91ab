package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0,0.00 s",
    "0.0416,0.04 s",
    "0.997,1.0 s",
    "9.96,10.0 s",
    "59.4,59.4 s",
    "59.6,1 min 00 s",
    "463,7 min 43 s",
    "3599.7,1 h 00 min",
    "7500,2 h 05 min"
  })
  void areWrittenAsPeopleWriteThem(double seconds, String text) {
    assertThat(Durations.text(seconds)).isEqualTo(text);
  }
}
