package io.github.convexheads.api.internal.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that a user chose is lost, whichever way and in whichever order it is written. */
class ConfigurationSourcesTest {
  @TempDir private Path folder;

  @Test
  void aValueInThePlaceOfASectionIsItsType() {
    Configuration read = read("head = mixer, solver = admm, loss = squared");

    assertThat(read.head().type()).isEqualTo("mixer");
    assertThat(read.solver().type()).isEqualTo("admm");
    assertThat(read.loss().orElseThrow().type()).isEqualTo("squared");
  }

  @Test
  void aTypeAndASettingOfTwoSourcesAreBothKept() {
    for (Hocon both :
        new Hocon[] {
          hocon("head = mixer").over(hocon("head { pooling = none }")),
          hocon("head { pooling = none }").over(hocon("head = mixer"))
        }) {
      Configuration.PluginChoice head = ConfigurationReader.read(both).head();

      assertThat(head.type()).isEqualTo("mixer");
      assertThat(head.values()).containsExactly(Map.entry("pooling", "none"));
    }
  }

  @Test
  void theTypeOfTheWinningSourceCounts() {
    Hocon both = hocon("solver = admm").over(hocon("solver { type = low-rank, tolerance = 1e-3 }"));

    Configuration.PluginChoice solver = ConfigurationReader.read(both).solver();

    assertThat(solver.type()).isEqualTo("admm");
    assertThat(solver.values()).containsEntry("tolerance", "0.001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "head.gates = 3              | head { gates { count = 8 } } | head.gates is a value",
        "head { gates { count = 8 } }| head.gates = 3               | head.gates is a section",
        "preprocess = standardize    | preprocess.bias = true       | preprocess is a value",
        "beta { a = 1 }              | beta = 2                     | beta is a section",
      })
  void aValueNeverReplacesASectionNorASectionAValue(
      String winning, String losing, String expected) {
    assertThatThrownBy(() -> hocon(winning).over(hocon(losing)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(expected)
        .hasMessageContaining("give one of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "head = mixer \\n head.pooling = mean                 | head (a.conf: 2) is given as a value",
        "head = mixer, head { pooling = mean }               | head (a.conf: 1) is given as a value",
        "head { pooling = mean }, head = mixer               | head (a.conf: 1) is given more than once",
        "head { pooling = mean } \\n head = \"mixer\"         | head (a.conf: 2) is given more than once",
        "{ head.pooling = mean, solver = admm, head = mixer }| head (a.conf: 1) is given more than once",
        "head { gates = 3, gates { count = 8 } }             | head.gates (a.conf: 1) is given as a",
        "preprocess = standardize                            | preprocess = standardize (a.conf: 1) is",
        "run = 4                                             | run = 4 (a.conf: 1) is a value where",
      })
  void oneFileLosesNothingEither(String content, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), content.replace("\\n", "\n"));

    assertThatThrownBy(() -> ConfigurationReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected.replace("a.conf", file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"head = mixer", "head = \"mixer\"", "{ head : mixer }", "head { type = mixer }"})
  void aFileThatNamesAPluginOnceIsRead(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), content);

    assertThat(ConfigurationReader.read(file).head().type()).isEqualTo("mixer");
  }

  @Test
  void flatTextIsReadByTheSameRule() {
    assertThat(ConfigurationReader.read(Map.of("head", "mixer", "head.pooling", "none")).head())
        .isEqualTo(new Configuration.PluginChoice("mixer", Map.of("pooling", "none"), Map.of()));
    assertThatThrownBy(() -> ConfigurationReader.read(Map.of("head", "mixer", "head.type", "fno")))
        .hasMessage("head = mixer and head.type = fno name two plugins; give one of them");
    assertThatThrownBy(
            () -> ConfigurationReader.read(Map.of("head.gates", "3", "head.gates.count", "8")))
        .hasMessageContaining("head.gates = 3 is a value, and head.gates.count = 8 makes");
  }

  @Test
  void aSettingOfALossNeedsItsLoss() {
    assertThatThrownBy(() -> ConfigurationReader.read(Map.of("loss.class-weights", "balanced")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "loss.class-weights is given without loss.type, which says what it is a setting of;"
                + " add loss.type = softmax for class labels, or another loss");
  }

  private static Configuration read(String text) {
    return ConfigurationReader.read(hocon(text));
  }

  private static Hocon hocon(String text) {
    return Hocon.of(text);
  }
}
