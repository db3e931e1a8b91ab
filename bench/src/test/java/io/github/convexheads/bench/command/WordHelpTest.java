package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Names of files and addresses in a verb's help are in one piece, and every line keeps its place.
 */
class WordHelpTest {

  @Test
  void linesAreBrokenBetweenWords() {
    List<String> lines = Run.of("fit", "--help").out().lines().toList();
    String all = String.join("\n", lines);

    assertThat(all)
        .contains("~/.convex-heads/plugins", "spark.executor.memory=4g", "spark://host:7077")
        .doesNotContainPattern("[./]\\n +[a-z0-9]");
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(lines.stream().filter(line -> line.contains("--plugins=DIR "))).hasSize(1);
  }
}
