package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The launchers for Windows and for all others start Java in the same way, and scripts build alike.
 */
class LaunchersTest {
  private static final Pattern OPTION = Pattern.compile("-(?:XX:|Xlog:|D|-enable)[^\\s\"$%]*");
  private static final Pattern BUILD = Pattern.compile("mvn .*dependency:build-classpath.*");
  private static final Pattern CLASS = Pattern.compile("io\\.github\\.convexheads[.\\w]+");

  @Test
  void bothPassOnTheSameOptions() throws IOException {
    Set<String> everywhere = options(Path.of("convex-heads"));

    assertThat(everywhere).hasSizeGreaterThan(10).contains("-XX:+UseParallelGC");
    assertThat(options(Path.of("distribution/src/convex-heads.cmd"))).isEqualTo(everywhere);
  }

  /** Modules that were never installed are found only by a build that they take part in. */
  @Test
  void noScriptNeedsInstalledModules() throws IOException {
    List<String> builds = new ArrayList<>();
    for (String script : List.of("in-tests", "fuzz")) {
      BUILD
          .matcher(Files.readString(Path.of(script)).replace("\\\n", " "))
          .results()
          .forEach(found -> builds.add(found.group()));
    }

    assertThat(builds)
        .hasSize(2)
        .allSatisfy(build -> assertThat(build).contains(" -am ", " test-compile "));
  }

  private static Set<String> options(Path launcher) throws IOException {
    Set<String> options = new TreeSet<>();
    for (String line : Files.readAllLines(launcher)) {
      boolean comment = line.startsWith("#") || line.startsWith("rem ");
      // Building the application, and an engine, are not for an archive on Windows.
      boolean elsewhere = line.contains("mvn") || line.contains("slf4j") || line.contains("AtExit");
      if (!comment && !elsewhere) {
        OPTION.matcher(line).results().forEach(found -> options.add(found.group()));
        CLASS.matcher(line).results().forEach(found -> options.add(found.group()));
      }
    }
    return options;
  }
}
