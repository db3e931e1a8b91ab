package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {

  @Test
  void oneIsSingularAndAllElsePlural() {
    assertThat(Plural.of(1, "output")).isEqualTo("1 output");
    assertThat(Plural.of(0, "output")).isEqualTo("0 outputs");
    assertThat(Plural.of(2, "output")).isEqualTo("2 outputs");
  }
}
