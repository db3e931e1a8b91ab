package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {
  private static final List<String> JARS = List.of("a.jar", "b.jar");

  @Test
  void anEngineThatSendsNoJarsIsNotAskedTo() {
    List<Setting<?>> known = List.of(Setting.text("folder", "", "where chunks lie"));

    assertThat(EngineOptions.withJars(Map.of("folder", "x"), known, JARS))
        .isEqualTo(Map.of("folder", "x"));
  }

  @Test
  void theJarsOfPluginsJoinThoseThatAreGiven() {
    List<Setting<?>> known = List.of(Setting.text("jars", "", "jars to send"));

    assertThat(EngineOptions.withJars(Map.of("jars", "own.jar"), known, JARS))
        .isEqualTo(Map.of("jars", "own.jar,a.jar,b.jar"));
    assertThat(EngineOptions.withJars(Map.of(), known, List.of())).isEmpty();
  }
}
