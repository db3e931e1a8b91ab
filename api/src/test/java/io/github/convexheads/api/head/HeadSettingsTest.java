package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.Tokens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadSettingsTest {
  private final Tokens tokens =
      Tokens.of(HeadCase.gaussian(new SplittableRandom(1), 8 * 2), 8, 1, 2);

  @Test
  void theDefaultsAreALinearPooledHead() {
    HeadSettings settings = settings();

    assertThat(settings.activation()).isEqualTo(Activation.LINEAR);
    assertThat(settings.pooling()).isEqualTo(Pooling.MEAN);
  }

  @Test
  void activationsAreSpelledInFull() {
    assertThat(settings("activation", "gated-relu").activation()).isEqualTo(Activation.GATED_RELU);
    assertThatThrownBy(() -> settings("activation", "gated"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head.activation = gated is not allowed")
        .hasMessageContaining("linear, gated-relu, relu");
  }

  @Test
  void reluEnumeratesWhereItCanAndGatedReluDraws() {
    assertThat(chosen(settings("activation", "relu")).exhaustive()).isTrue();
    assertThat(chosen(settings("activation", "gated-relu")).exhaustive()).isFalse();
    assertThat(chosen(settings("activation", "relu", "gates.enumerate", "false")).exhaustive())
        .isFalse();
    assertThat(chosen(settings("activation", "gated-relu", "gates.enumerate", "true")).exhaustive())
        .isTrue();
    assertThat(chosen(settings("activation", "relu", "gates.limit", "15")).exhaustive()).isFalse();
  }

  @Test
  void theNumberOfGatesIsThatOfTheSettings() {
    HeadSettings settings = settings("activation", "gated-relu", "gates.count", "5");

    assertThat(chosen(settings).considered()).isEqualTo(5);
  }

  private Gates.Selection chosen(HeadSettings settings) {
    return settings
        .gates()
        .choose(TokenRows.of(tokens.shape(), 1), tokens, PlainKernel.create())
        .selection()
        .orElseThrow();
  }

  private static HeadSettings settings(String... pairs) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      given.put(pairs[i], pairs[i + 1]);
    }
    return HeadSettings.of(Settings.of("head", HeadSettings.declarations(), given));
  }
}
