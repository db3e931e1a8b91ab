package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods of tests are sentences in one notation, that of Java. */
class TestNamesTest {

  static List<Path> tests() throws IOException {
    return SizesTest.modules().stream()
        .map(sources -> sources.resolve("../../test/java").normalize())
        .filter(Files::isDirectory)
        .toList();
  }

  @Test
  void everyModuleHasTests() throws IOException {
    assertThat(tests()).hasSameSizeAs(SizesTest.modules());
  }

  @ParameterizedTest
  @MethodSource("tests")
  void noMethodHasAnUnderscore(Path tests) throws IOException {
    Stream<String> methods =
        SourceFile.below(tests).stream()
            .flatMap(file -> file.methods().stream())
            .map(SourceFile.Method::name);

    assertThat(methods).isNotEmpty().noneMatch(name -> name.contains("_"));
  }
}
