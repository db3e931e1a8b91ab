package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void write() {
    files = FitFiles.in(folder);
  }

  private double[] written(String form) {
    Path out = folder.resolve(form + ".npy");
    assertThat(
            files.onModel("predict", "--tokens", files.tokens(), "--as", form, "--out", out).code())
        .isZero();
    return Npy.read(out).toDoubles();
  }

  /** A head that is pulled to zero is less certain than it is right. */
  @Test
  void theTemperatureIsSavedAndChangesProbabilitiesAlone() {
    files.fitted("head.type=linear", "beta-fraction=0.5");
    double[] logits = written("logits");
    double[] before = written("probabilities");
    JsonNode facts =
        FitFiles.succeeded(files.onData("calibrate", "--out", files.model(), "--json"));
    double[] after = written("probabilities");

    double t = facts.get("temperature").asDouble();
    assertThat(t).isLessThan(1);
    assertThat(facts.at("/after/metrics/log-loss/value").asDouble())
        .isLessThan(facts.at("/before/metrics/log-loss/value").asDouble());
    assertThat(written("logits")).isEqualTo(logits);
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += Math.exp(logits[k] / t);
    }
    assertThat(after[0]).isCloseTo(Math.exp(logits[0] / t) / sum, within(1e-12));
    assertThat(after[0]).isNotEqualTo(before[0]);
    Run verified = files.onData("verify");
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(files.onData("evaluate").out()).contains("temperature");
  }

  @Test
  void aHeadWithoutProbabilitiesIsRefused() {
    double[] values = new double[FitFiles.SAMPLES];
    Arrays.setAll(values, i -> i % 3);
    Npy.write(files.labels(), values, FitFiles.SAMPLES, 1);
    files.fitted("head.type=linear", "loss.type=squared");

    Run run = files.onData("calibrate", "--out", folder.resolve("c.safetensors"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("loss 'squared' gives no probabilities to calibrate");
  }
}
