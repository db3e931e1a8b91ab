package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.bench.tracking.EventReader;
import io.github.convexheads.bench.tracking.EventReader.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curves of a fit, of a path and of training, in a folder for TensorBoard. */
class LogDirectoryTest {
  @TempDir private Path folder;
  private FitFiles files;
  private Path logs;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
    logs = folder.resolve("logs/run");
  }

  private List<Scalar> curve(String tag) throws IOException {
    return EventReader.read(logs).stream().filter(scalar -> scalar.tag().equals(tag)).toList();
  }

  private JsonNode fitted(Object... more) {
    Object[] fixed = {"--set", "head.type=mixer", "--set", "beta-fraction=0.1", "--log-dir", logs};
    return FitFiles.succeeded(
        files.fit(FitFiles.concatenated(FitFiles.concatenated(fixed, more), "--json")));
  }

  @Test
  void aFitLeavesItsCurvesAndEndsInTheResult() throws IOException {
    JsonNode facts = fitted();

    List<Scalar> objective = curve("fit/objective");
    assertThat(objective).isNotEmpty();
    assertThat(objective).extracting(Scalar::step).isSorted();
    List<Scalar> gap = curve("fit/relative-gap");
    assertThat((double) gap.get(gap.size() - 1).value()).isLessThanOrEqualTo(1e-3);
    assertThat(curve("fit/rank")).hasSameSizeAs(objective);
    double primal = facts.get("primal").asDouble();
    for (Scalar bound : curve("fit/bound")) {
      assertThat((double) bound.value()).isLessThanOrEqualTo(primal * (1 + 1e-6));
    }
    double accuracy = facts.get("training").get("metrics").get("top-1").get("value").asDouble();
    assertThat(curve("training/top-1"))
        .singleElement()
        .satisfies(top -> assertThat((double) top.value()).isCloseTo(accuracy, within(1e-6)));
  }

  @Test
  void aPathIsACurveOverItsBetasAndIterationsAreCountedOn() throws IOException {
    fitted("--path", 4);

    List<Scalar> fractions = curve("path/beta-fraction");
    assertThat(fractions).extracting(Scalar::step).containsExactly(0L, 1L, 2L, 3L);
    assertThat((double) fractions.get(3).value()).isCloseTo(0.1, within(1e-6));
    assertThat(curve("path/rank").get(3).value())
        .isGreaterThanOrEqualTo(curve("path/rank").get(0).value());
    assertThat(curve("path/top-1")).hasSize(4);
    assertThat(curve("fit/objective")).extracting(Scalar::step).isSorted();
  }

  @Test
  void aFolderThatCannotBeWrittenEndsTheFitBeforeItBegins() {
    Run run = files.fit("--set", "beta-fraction=0.1", "--log-dir", files.tokens());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("cannot write " + files.tokens() + ": it is a file, and a log needs a folder");
    assertThat(files.model()).doesNotExist();
  }
}
