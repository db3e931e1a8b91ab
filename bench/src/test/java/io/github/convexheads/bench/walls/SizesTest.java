package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and methods stay short enough to be read at a glance. */
class SizesTest {
  private static final Path ROOT = Path.of("..");
  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_METHOD = 60;

  /** The sources of every module, wherever it lies. */
  static List<Path> modules() throws IOException {
    try (Stream<Path> poms = Files.find(ROOT, 3, (file, facts) -> file.endsWith("pom.xml"))) {
      return poms.map(pom -> pom.resolveSibling("src/main/java"))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  @Test
  void everyModuleIsMeasured() throws IOException {
    assertThat(modules().stream().map(sources -> ROOT.relativize(sources).getName(0).toString()))
        .contains("api", "solvers-ojalgo", "solvers-admm", "bench")
        .contains("heads-attention", "heads-mixer", "heads-fno");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void nineOfTenMethodsHaveFewerThanTwentyLines(Path sources) throws IOException {
    List<SourceFile.Method> methods =
        SourceFile.below(sources).stream()
            .flatMap(file -> file.methods().stream())
            .sorted(Comparator.comparingInt(SourceFile.Method::lines))
            .toList();

    SourceFile.Method ninth = methods.get(methods.size() * 9 / 10);
    List<SourceFile.Method> longest = methods.subList(methods.indexOf(ninth), methods.size());
    assertThat(ninth.lines()).as("too many are as long as %s", longest).isLessThan(20);
    assertThat(longest).allMatch(method -> method.lines() <= LONGEST_METHOD);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noFileIsLong(Path sources) throws IOException {
    assertThat(SourceFile.below(sources))
        .allSatisfy(
            file ->
                assertThat(file.lines())
                    .as("lines of %s", file.path())
                    .isLessThanOrEqualTo(LONGEST_FILE));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theMedianFileOfEveryModuleHas80To140Lines(Path sources) throws IOException {
    assertThat(median(SourceFile.below(sources))).isBetween(80, 140);
  }

  private static int median(List<SourceFile> files) {
    int[] sorted = files.stream().mapToInt(SourceFile::lines).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** A rule that counts nothing would let everything pass. */
  @Test
  void methodsAreCountedFromTheirDeclarationToTheirLastBrace(@TempDir Path folder)
      throws IOException {
    String source =
        """
        record Pair(int a, int b) {
          /** Not counted. */
          @Override
          public String toString() {
            return a + " " + b;
          }

          int sum() { return a + b; }
        }
        """;
    Files.writeString(folder.resolve("Pair.java"), source);

    List<SourceFile> found = SourceFile.below(folder);

    assertThat(found).extracting(SourceFile::lines).containsExactly(9);
    assertThat(found.get(0).methods())
        .containsExactly(
            new SourceFile.Method("Pair.java: toString", 4),
            new SourceFile.Method("Pair.java: sum", 1));
  }
}
