package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortNameTest {
  @Test
  void bothEndsStay() {
    assertThat(ShortName.of("eighteen letters !", 18)).isEqualTo("eighteen letters !");
    assertThat(ShortName.of("background, street, by day", 18)).isEqualTo("backgroun\u2026, by day");
    assertThat(ShortName.of("background, street, by night", 18))
        .isEqualTo("backgroun\u2026by night");
    assertThat(ShortName.of("\ud83d\ude00".repeat(5), 3))
        .isEqualTo("\ud83d\ude00\u2026\ud83d\ude00");
  }
}
