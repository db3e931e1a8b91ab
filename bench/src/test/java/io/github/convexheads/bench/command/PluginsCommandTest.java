package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsCommandTest {
  @TempDir private Path folder;

  @Test
  void theReferencePageIsWhatThePluginsSay() throws IOException {
    Path file = Path.of("..", ".github", "REFERENCE.md");

    assertThat(run("--markdown").out())
        .as(
            ".github/REFERENCE.md is stale; write it again with"
                + " bench/convex-heads plugins --markdown > .github/REFERENCE.md")
        .isEqualTo(Files.readString(file, UTF_8));
  }

  @Test
  void whatIsBrokenIsReportedAndTheRestIsThere() throws IOException {
    Files.writeString(folder.resolve("torn.jar"), "no zip", UTF_8);

    Run run = run();

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("attention ", "softmax ", "low-rank ", "openblas ", "not picked up")
        .contains("torn.jar (torn.jar): it is no jar that can be read")
        .contains("build or copy it again");
  }

  @Test
  void onePluginIsPrintedWithAllItsSettingsAndAnExample() {
    assertThat(run("low-rank").out())
        .startsWith("solver low-rank")
        .contains("takes: ", "solver.tolerance = 1.0E-4", "solver { type = low-rank");
  }

  @Test
  void oneKernelIsPrintedWithAnExample() {
    assertThat(run("java").out()).contains("kernel java", "can be used here", "kernel = java }");
  }

  @Test
  void anIdThatIsNotThereIsAnErrorWithTheNearest() {
    Run run = run("atention");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).contains("there is no plugin 'atention'; did you mean attention?");
  }

  @Test
  void aPluginFolderThatIsNotThereIsAnErrorInEveryVerb() {
    Path absent = folder.resolve("absent");

    Run run = Run.of("demo", "--plugins", absent);

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).contains("the plugin folder " + absent + " does not exist");
  }

  private Run run(String... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "plugins";
    all[1] = "--plugins";
    all[2] = folder;
    System.arraycopy(words, 0, all, 3, words.length);
    return Run.of(all);
  }
}
