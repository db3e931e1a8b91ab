package io.github.convexheads.api.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingRuleTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void isReadFromSettings() {
    Settings settings =
        Settings.of(
            "solver",
            StoppingRule.SETTINGS,
            Map.of("tolerance", "1e-7", "max-iterations", "12", "time-limit", "90s"));

    assertThat(StoppingRule.of(settings))
        .isEqualTo(new StoppingRule(1e-7, 12, Duration.ofSeconds(90)));
  }

  @Test
  void hasDefaultsThatAreAllowed() {
    StoppingRule rule = StoppingRule.of(Settings.defaults());

    assertThat(rule.tolerance()).isEqualTo(1e-4);
    assertThat(rule.maxIterations()).isEqualTo(100_000);
    assertThat(rule.timeLimit()).isGreaterThan(Duration.ofDays(365));
  }

  @ParameterizedTest
  @CsvSource({"tolerance, -1", "tolerance, 2", "max-iterations, 0", "time-limit, 5 parsecs"})
  void namesTheSettingAndTheValueThatAreNotAllowed(String key, String value) {
    assertThatThrownBy(() -> Settings.of("solver", StoppingRule.SETTINGS, Map.of(key, value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("solver." + key)
        .hasMessageContaining(value)
        .hasMessageContaining("allowed");
  }

  @ParameterizedTest
  @CsvSource({"600s, 600", "10m, 600", "10 minutes, 600", "0.5 h, 1800", "1d, 86400", ".5s, 0.5"})
  void aLengthOfTimeIsANumberWithItsUnit(String text, double seconds) {
    Duration limit = StoppingRule.TIME_LIMIT.parse(text, "");

    assertThat(limit).isEqualTo(Duration.ofMillis(Math.round(1000 * seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"600", "600.", "PT10M", "s", "-5s", "0s", "1e3s", "10 m 5 s"})
  void aLengthOfTimeWithoutItsUnitIsRefused(String text) {
    assertThatThrownBy(() -> StoppingRule.TIME_LIMIT.parse(text, "run.conf: 3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "time-limit = "
                + text
                + " is not allowed (run.conf: 3); allowed: a number with its unit, ms, s, m, h or d"
                + " (600s, 10m, 10 minutes), or none");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesATolerance(double tolerance) {
    assertThatThrownBy(() -> new StoppingRule(tolerance, 1, HOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tolerance is " + tolerance);
  }

  @Test
  void refusesLimitsThatAreNotPositive() {
    assertThatThrownBy(() -> new StoppingRule(0, 0, HOUR)).hasMessageContaining("max-iterations");
    assertThatThrownBy(() -> new StoppingRule(0, 1, Duration.ZERO))
        .hasMessageContaining("time-limit");
  }

  @Test
  void memoryDecidesWithFigures() {
    assertThat(Solver.Acceptance.withinHeap(1 << 20, "solver low-rank").accepted()).isTrue();
    Solver.Acceptance refused = Solver.Acceptance.withinHeap(Long.MAX_VALUE / 4, "solver low-rank");
    assertThat(refused.accepted()).isFalse();
    assertThat(refused.reason()).contains("MiB", "low-rank", "-Xmx");
    assertThat(Solver.Acceptance.withinHeap(-1, "solver low-rank").reason()).contains("8 EiB");
  }
}
