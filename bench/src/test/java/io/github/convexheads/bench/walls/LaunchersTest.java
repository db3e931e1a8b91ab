package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launchers for Windows and for all others start Java in the same way. */
class LaunchersTest {
  private static final Pattern OPTION = Pattern.compile("-(?:XX:|Xlog:|D|-enable)[^\\s\"$%]*");
  private static final Pattern CLASS = Pattern.compile("io\\.github\\.convexheads[.\\w]+");

  @Test
  void bothPassOnTheSameOptions() throws IOException {
    Set<String> everywhere = options(Path.of("convex-heads"));

    assertThat(everywhere).hasSizeGreaterThan(10).contains("-XX:+UseParallelGC");
    assertThat(options(Path.of("distribution/src/convex-heads.cmd"))).isEqualTo(everywhere);
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
