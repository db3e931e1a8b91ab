package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
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

  /** A weight of 3 is the same as the sample three times, a weight of 0 as without it. */
  @Test
  void weightsCountAsRepeatedSamplesDo() {
    files.fitted("head.type=linear", "beta-fraction=0.5");
    int[] classes = new int[FitFiles.SAMPLES];
    Arrays.setAll(classes, i -> (i % 5 == 0 ? i + 1 : i) % FitFiles.CLASSES);
    Npy.write(files.labels(), classes, FitFiles.SAMPLES);
    int[] times = new int[FitFiles.SAMPLES];
    Arrays.setAll(times, i -> i < 8 ? 3 : i < 12 ? 0 : 1);
    Path weights = folder.resolve("weights.npy");
    Npy.write(weights, times, FitFiles.SAMPLES);
    JsonNode weighted = calibrated(files.tokens(), files.labels(), "--weights", weights);
    JsonNode plain = calibrated(files.tokens(), files.labels());
    int[] repeated =
        IntStream.range(0, FitFiles.SAMPLES)
            .flatMap(i -> IntStream.generate(() -> i).limit(times[i]))
            .toArray();
    double[] tokens = Npy.read(files.tokens()).toDoubles();
    int size = FitFiles.TOKENS * FitFiles.FEATURES;
    Path repeatedTokens = folder.resolve("repeated.npy");
    Npy.write(
        repeatedTokens,
        IntStream.range(0, repeated.length * size)
            .mapToDouble(i -> tokens[repeated[i / size] * size + i % size])
            .toArray(),
        repeated.length,
        FitFiles.TOKENS,
        FitFiles.FEATURES);
    Path repeatedLabels = folder.resolve("repeated-labels.npy");
    Npy.write(
        repeatedLabels, IntStream.of(repeated).map(i -> classes[i]).toArray(), repeated.length);
    JsonNode expected = calibrated(repeatedTokens, repeatedLabels);

    double t = weighted.get("temperature").asDouble();
    assertThat(t).isCloseTo(expected.get("temperature").asDouble(), within(1e-6));
    assertThat(t).isNotCloseTo(plain.get("temperature").asDouble(), within(1e-4));
    assertThat(weighted.at("/weightedLogLoss/after").asDouble())
        .isCloseTo(expected.at("/after/metrics/log-loss/value").asDouble(), within(1e-9));
    assertThat(plain.has("weightedLogLoss")).isFalse();
    assertThat(plain.get("optimum").asText()).isEqualTo("finite");
    assertThat(plain.get("notes").toString()).doesNotContain("temperature");
  }

  @Test
  void weightsOfIgnoredRowsCountNothing() {
    int[] classes = new int[FitFiles.SAMPLES];
    Arrays.setAll(classes, i -> i % 4 == 0 ? -100 : i % FitFiles.CLASSES);
    Npy.write(files.labels(), classes, FitFiles.SAMPLES);
    Object[] ignore = {"--ignore-label", "-100"};
    assertThat(files.fit(FitFiles.concatenated(FitFiles.set("beta-fraction=0.5"), ignore)).code())
        .isZero();
    int[] weights = new int[FitFiles.SAMPLES];
    Arrays.setAll(weights, i -> i % 4 == 0 ? 1 : 0);
    Path file = folder.resolve("weights.npy");
    Npy.write(file, weights, FitFiles.SAMPLES);

    Run run =
        files.onData(
            "calibrate", FitFiles.concatenated(ignore, "--weights", file, "--out", files.model()));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("no row counts for a temperature: 30 rows").hasLineCount(2);
  }

  /** Answers of a head on its own samples are all right; on labels of others they are wrong. */
  @Test
  void limitsAreSaidWithTheTemperatureThatStandsForThem() {
    files.fitted("head.type=linear", "beta-fraction=0.01");
    Path answers = folder.resolve("answers.npy");
    assertThat(
            files
                .onModel("predict", "--tokens", files.tokens(), "--as", "classes", "--out", answers)
                .code())
        .isZero();
    int[] classes = Arrays.stream(Npy.read(answers).toDoubles()).mapToInt(x -> (int) x).toArray();
    Path right = folder.resolve("right.npy");
    Npy.write(right, classes, FitFiles.SAMPLES);
    Path wrong = folder.resolve("wrong.npy");
    int[] others = IntStream.of(classes).map(x -> (x + 1) % FitFiles.CLASSES).toArray();
    Npy.write(wrong, others, FitFiles.SAMPLES);

    JsonNode certain = calibrated(files.tokens(), right);
    JsonNode equal = calibrated(files.tokens(), wrong);

    assertThat(certain.get("optimum").asText()).isEqualTo("zero");
    assertThat(certain.at("/after/metrics/log-loss/value").asDouble()).isLessThan(1e-6);
    assertThat(certain.get("notes").toString()).contains("falls to 0", "answered rightly");
    assertThat(equal.get("optimum").asText()).isEqualTo("infinity");
    assertThat(equal.at("/after/metrics/log-loss/value").asDouble())
        .isCloseTo(Math.log(FitFiles.CLASSES), within(1e-6));
    assertThat(equal.get("notes").toString()).contains("rises to infinity", "equally probable");
  }

  private JsonNode calibrated(Path tokens, Path labels, Object... more) {
    Object[] data = {
      "--tokens", tokens, "--labels", labels, "--out", folder.resolve("out.safetensors"), "--json"
    };
    return FitFiles.succeeded(files.onModel("calibrate", FitFiles.concatenated(data, more)));
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
