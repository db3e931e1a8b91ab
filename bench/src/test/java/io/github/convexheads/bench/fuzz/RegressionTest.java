package io.github.convexheads.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that were found by fuzzing, or thought of by somebody who wants to do harm. */
class RegressionTest {
  private static final Path INPUTS = Path.of("src/test/resources/io/github/convexheads/bench/fuzz");

  @TempDir private Path folder;

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(INPUTS)) {
      return files.sorted().toList();
    }
  }

  /** The part of the file's name before the first dash is its parser. */
  @ParameterizedTest
  @MethodSource("inputs")
  void anInputThatDoesHarmIsRefused(Path input) throws IOException {
    String name = input.getFileName().toString();
    Parser parser = Parser.valueOf(name.substring(0, name.indexOf('-')));
    byte[] bytes = Files.readAllBytes(input);

    assertThatThrownBy(() -> parser.read(bytes, folder)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aLongConfigurationIsNotRead() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "# long\n".repeat(200_000));

    assertThatThrownBy(() -> ConfigurationReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1.3 MiB");
  }

  @Test
  void anIncludedFileIsNamedAndNotRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.conf"), "beta = 4711");
    Path file = Files.writeString(folder.resolve("a.conf"), "include file(\"" + secret + "\")\n");

    assertThatThrownBy(() -> ConfigurationReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("secret.conf")
        .hasMessageContaining("not allowed")
        .hasMessageNotContaining("4711");
  }

  @Test
  void ofAKeyThatIsGivenTwiceTheLastValueCounts() throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "beta = 1\nbeta = 2\n");

    assertThat(ConfigurationReader.read(file).weight().value()).isEqualTo(2);
  }
}
