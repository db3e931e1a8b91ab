package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.ConvexHeads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command was asked for is what is fitted and what the model records. */
class ChoicesTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
  }

  @Test
  void aHeadBesideItsSettingIsFitted() {
    files.fitted("head=mixer", "head.pooling=mean", "beta-fraction=0.3");

    assertThat(recorded())
        .containsEntry("head.type", "mixer")
        .containsEntry("head.pooling", "mean");
  }

  @Test
  void aSolverBesideItsSettingIsRun() {
    JsonNode facts =
        files.fitted(
            "head=linear",
            "solver.tolerance=1e-3",
            "solver=projected-gradient",
            "beta-fraction=0.3");

    assertThat(facts.toString()).contains("projected-gradient");
    assertThat(recorded())
        .containsEntry("solver.type", "projected-gradient")
        .containsEntry("solver.tolerance", "1e-3");
  }

  @Test
  void theCommandLineAddsToAFileThatNamesItsHeadInOneWord() throws IOException {
    Path file = Files.writeString(folder.resolve("run.conf"), "head = mixer, beta-fraction = 0.3");

    Run run = files.fit("--config", file, "--set", "head.activation=gated-relu");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(recorded())
        .containsEntry("head.type", "mixer")
        .containsEntry("head.activation", "gated-relu");
  }

  @Test
  void aValueThatWouldReplaceASectionIsRefused() {
    Run run = files.fit("--set", "head.gates.count=4", "--set", "head.gates=5");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err())
        .contains("head.gates is a value (--set head.gates=5) and a section")
        .contains("--set head.gates.count=4");
  }

  private Map<String, String> recorded() {
    return ConvexHeads.builder().load(files.model()).provenance().configuration();
  }
}
