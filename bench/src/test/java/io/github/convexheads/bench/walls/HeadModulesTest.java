package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has read one module of heads finds everything in the others at once. */
class HeadModulesTest {

  @ParameterizedTest
  @CsvSource({"attention, Attention", "mixer, Mixer", "fno, Fno"})
  void headsHaveTheSameParts(String module, String head) {
    Path sources = Path.of("..", "heads-" + module, "src/main/java/io/github/convexheads", module);

    assertThat(sources)
        .isDirectoryContaining("glob:**/" + head + "HeadProvider.java")
        .isDirectoryContaining("glob:**/" + head + "Head.java")
        .isDirectoryContaining("glob:**/" + head + "Preactivation.java")
        .isDirectoryContaining("glob:**/" + head + "Lift.java")
        .isDirectoryContaining("glob:**/" + head + "Features.java")
        .isDirectoryContaining("glob:**/PooledGated" + head + "Features.java")
        .isDirectoryContaining("glob:**/" + head + "Interpretation.java");
    assertThat(sources.resolve(head + "Features.java"))
        .content()
        .contains("final class " + head + "Features ", "  static final class Gated ");
  }
}
