package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersAreShownAndNotSent() {
    assertThat(Printable.of("a\u001b[2Jb\nc\u0007")).isEqualTo("a\\u001b[2Jb\\u000ac\\u0007");
    assertThat(Printable.of("abc\u202etxt")).isEqualTo("abc\\u202etxt");
  }

  @Test
  void lettersOfAnyScriptAndPicturesStay() {
    assertThat(Printable.of("Größe 猫 \uD83D\uDC08")).isEqualTo("Größe 猫 \uD83D\uDC08");
  }
}
