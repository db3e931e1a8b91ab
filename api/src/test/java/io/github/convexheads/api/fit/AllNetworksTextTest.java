package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllNetworksTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.9999999 | 2.0000001 | objective 2.00001, lower bound 1.99999 | gap 1.00e-07 relative",
        "0.25 | 0.5 | objective 0.500000, lower bound 0.250000 | gap 0.500 relative",
        "0.5 | 0.5 | objective 0.500000, lower bound 0.500000 | gap 0.00 relative",
        "0 | 0 | objective 0.00000, lower bound 0.00000 | gap 0.00 relative",
        "0.50000001 | 0.5 | objective 0.500000, lower bound 0.500000 | a contradiction: nothing"
      })
  void boundsAreRoundedToTheSafeSide(double lower, double upper, String bounds, String end) {
    assertThat(AllNetworks.text(lower, upper))
        .startsWith("all networks: " + bounds + " (proven over all relu networks,")
        .contains(end);
  }
}
