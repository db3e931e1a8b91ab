package io.github.convexheads.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Setting<Integer> COUNT = Setting.integer("count", 3, 1, 9, "how many");
  private static final Setting<Double> RATE = Setting.real("rate", 0.5, 0, 1, "how fast");
  private static final Setting<Boolean> FLAG = Setting.flag("flag", true, "whether");
  private static final Setting<Long> SEED = Setting.seed("seed", 7, "where it starts");
  private static final Setting<String> CHOICE =
      Setting.choice("choice", "left", List.of("left", "right"), "where to");
  private static final Setting<TimeUnit> UNIT =
      Setting.constant("unit", TimeUnit.SECONDS, "in what");
  private static final Setting<Duration> TIME = Setting.duration("time", "2m", "how long");
  private static final List<Setting<?>> ALL = List.of(COUNT, RATE, FLAG, SEED, CHOICE, UNIT, TIME);

  @Test
  void whatIsNotGivenHasItsDefault() {
    Settings settings = Settings.of("solver", ALL, Map.of("count", " 4 "));

    assertThat(settings.get(COUNT)).isEqualTo(4);
    assertThat(settings.has(COUNT)).isTrue();
    assertThat(settings.get(RATE)).isEqualTo(0.5);
    assertThat(settings.has(RATE)).isFalse();
    assertThat(settings.get(FLAG)).isTrue();
    assertThat(settings.get(SEED)).isEqualTo(7);
    assertThat(settings.get(CHOICE)).isEqualTo("left");
    assertThat(settings.get(UNIT)).isEqualTo(TimeUnit.SECONDS);
    assertThat(settings.get(TIME)).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource({
    "count, 10, 1 to 9",
    "count, 2.5, 1 to 9",
    "rate, NaN, 0 to 1",
    "rate, 0.1f, 0 to 1",
    "rate, 1d, 0 to 1",
    "rate, 0x1p-3, 0 to 1",
    "rate, 1e-400, 0 to 1",
    "count, \u0663, 1 to 9",
    "rate, 1.5, 0 to 1",
    "flag, maybe, 'true, false'",
    "choice, up, left",
    "unit, weeks, seconds",
    "time, 3, unit"
  })
  void aValueThatIsNotAllowedIsNamedWithWhatIs(String key, String text, String allowed) {
    assertThatThrownBy(() -> Settings.of("solver", ALL, Map.of(key, text)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("solver." + key)
        .hasMessageContaining(text)
        .hasMessageContaining(allowed);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestAndTheLineOfItsFile() {
    assertThatThrownBy(
            () -> Settings.of("head", ALL, Map.of("coutn", "3"), Map.of("coutn", "run.conf: 12")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head.coutn")
        .hasMessageContaining("run.conf: 12")
        .hasMessageContaining("count");
  }

  @Test
  void replacingAValueLeavesTheOriginalAsItIs() {
    Settings settings = Settings.of("solver", ALL, Map.of("rate", "0.25"));

    Settings other = settings.with(RATE, "0.75");

    assertThat(other.get(RATE)).isEqualTo(0.75);
    assertThat(settings.get(RATE)).isEqualTo(0.25);
    assertThat(other.asMap()).containsExactlyEntriesOf(Map.of("rate", "0.75"));
    assertThatThrownBy(() -> settings.with(RATE, "2")).isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"03", "-07", "000", "+05"})
  void aWholeNumberHasNoZerosBeforeIt(String text) {
    assertThatThrownBy(() -> COUNT.parse(text, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("count = %s is not allowed; allowed: 1 to 9, without zeros before it", text);
  }
}
