package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeGates() {
    files = new FitFiles(folder);
    Npy.write(folder.resolve("gates.npy"), new double[] {1, -1}, 1, 2);
    Npy.write(files.labels(), new int[] {0, 1, 1}, 3);
  }

  @Test
  void aGateWithinTheRoundingOfSinglePrecisionIsRecordedAndWarnedOf() {
    JsonNode fit = fitted(1, 1 + 1e-9, 3, -2, -0.3, 0.7);
    assertThat(fit.get("gateMargin").asDouble()).isCloseTo(0.5e-9, within(1e-12));

    assertThat(export("float32").err())
        .contains("warning: on a training token a gate is 5.0e-10 of its terms away from switching")
        .contains("--precision float64 does not");
    assertThat(export("float64").err()).contains("agrees with predict where tokens are float32");
  }

  @Test
  void gatesFarFromSwitchingAndExactOnesAreNotWarnedOf() {
    assertThat(fitted(1, 0.9, 3, -2, -0.3, 0.7).get("gateMargin").asDouble())
        .isCloseTo(0.1 / 1.9, within(1e-12));
    assertThat(export("float32").err()).isEmpty();

    assertThat(fitted(1, 1, 3, -2, -3, 7).has("gateMargin")).isFalse();
    assertThat(export("float32").err()).isEmpty();
  }

  @Test
  void weightsOfAGateWithinTheRoundingOfSumsAreWarnedOf() {
    fitted(1, Math.nextUp(1.0), 3, -2, -0.3, 0.7);
    assertThat(weights().err())
        .contains("within the rounding of float64")
        .contains("software that adds in another order may switch it");

    fitted(1, 1 + 1e-9, 3, -2, -0.3, 0.7);
    assertThat(weights().err()).isEmpty();
  }

  private Run weights() {
    return files.onModel("export", "--format", "npz", "--out", folder.resolve("weights.npz"));
  }

  private JsonNode fitted(double... tokens) {
    Npy.write(files.tokens(), tokens, 3, 1, 2);
    return files.fitted(
        "head.type=mlp",
        "head.activation=gated-relu",
        "head.gates.file=" + folder.resolve("gates.npy"),
        "preprocess.recommended=false",
        "beta-fraction=0.1");
  }

  private Run export(String precision) {
    Run run =
        files.onModel(
            "export",
            "--format",
            "onnx",
            "--precision",
            precision,
            "--out",
            folder.resolve("head.onnx"));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }
}
