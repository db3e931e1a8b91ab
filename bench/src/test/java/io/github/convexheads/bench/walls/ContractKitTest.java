package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar of contract tests that authors of plugins depend on, which the pom of api lists. */
class ContractKitTest {
  private static final Path API = Path.of("..", "api");
  private static final Path TESTS = API.resolve("target/test-classes");
  private static final Pattern INCLUDED = Pattern.compile("<include>(.*\\.class)</include>");

  @Test
  void classesOfTheKitNeedNoOtherTests() throws IOException {
    List<PathMatcher> kit =
        INCLUDED
            .matcher(Files.readString(API.resolve("pom.xml")))
            .results()
            .map((MatchResult found) -> "glob:" + found.group(1))
            .map(FileSystems.getDefault()::getPathMatcher)
            .toList();
    JavaClasses tests = new ClassFileImporter().importPath(TESTS);

    assertThat(tests.stream().filter(type -> in(kit, type))).hasSizeGreaterThan(40);
    assertThat(
            tests.stream()
                .filter(type -> in(kit, type))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(needed -> missing(tests, kit, needed))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean missing(JavaClasses tests, List<PathMatcher> kit, Dependency needed) {
    JavaClass type = needed.getTargetClass().getBaseComponentType();
    return tests.contain(type.getName()) && !in(kit, type);
  }

  private static boolean in(List<PathMatcher> kit, JavaClass type) {
    Path file = Path.of("/", type.getName().replace('.', '/') + ".class");
    return kit.stream().anyMatch(pattern -> pattern.matches(file));
  }
}
