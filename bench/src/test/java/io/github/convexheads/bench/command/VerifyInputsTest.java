package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fit took beside tokens and labels is missed by name where it is not given again. */
class VerifyInputsTest {
  private static final Object[] HEAD = FitFiles.set("head.type=linear", "beta-fraction=0.1");

  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
  }

  private Path weights() {
    double[] values = new double[FitFiles.SAMPLES];
    Arrays.setAll(values, i -> i % 4);
    Path file = folder.resolve("weights.npy");
    Npy.write(file, values, FitFiles.SAMPLES);
    return file;
  }

  private Path lengths() {
    int[] values = new int[FitFiles.SAMPLES];
    Arrays.setAll(values, i -> 1 + i % FitFiles.TOKENS);
    Path file = folder.resolve("lengths.npy");
    Npy.write(file, values, FitFiles.SAMPLES);
    return file;
  }

  private void fit(Object... more) {
    Run run = files.fit(FitFiles.concatenated(HEAD, more));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void assertMissed(Run run, String what) {
    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    JsonNode facts = FitFiles.facts(run);
    assertThat(facts.get("sameData").asBoolean()).isFalse();
    assertThat(facts.get("inputs")).hasSize(1);
    assertThat(facts.get("inputs").get(0).asText()).contains(what);
  }

  @Test
  void weightsOfTheFitAreMissed() {
    fit("--weights", weights());

    Run without = files.onData("verify");
    assertThat(without.out())
        .contains("not the data that the head was fitted on")
        .contains("the head was fitted with --weights FILE, and no weights are given");
    assertMissed(files.onData("verify", "--json"), "with --weights FILE");
    JsonNode with = FitFiles.succeeded(files.onData("verify", "--weights", weights(), "--json"));
    assertThat(with.get("inputs")).isEmpty();
    assertThat(with.get("unverified").toString()).doesNotContain("inputs.");
  }

  /** The loss is that of the objective, and the samples are known to be those of the fit. */
  @Test
  void weightsOfTheFitGoIntoItsMeasures() {
    fit("--weights", weights());
    double fitted = ConvexHeads.builder().load(files.model()).provenance().certificate().loss();

    JsonNode with = FitFiles.succeeded(files.onData("evaluate", "--weights", weights(), "--json"));
    JsonNode without = FitFiles.succeeded(files.onData("evaluate", "--json"));

    assertThat(with.get("loss").asDouble()).isCloseTo(fitted, within(1e-9));
    assertThat(with.get("samplesOfTheFit").asInt()).isEqualTo(FitFiles.SAMPLES);
    assertThat(without.get("loss").asDouble()).isNotCloseTo(fitted, within(1e-6));
    assertThat(with.get("metrics")).isEqualTo(without.get("metrics"));
    assertThat(files.onData("evaluate", "--weights", weights()).out()).contains("by weight");
    assertThat(files.onData("evaluate").out()).doesNotContain("by weight");
  }

  @Test
  void weightsThatTheFitDidNotHave() {
    fit();

    assertMissed(files.onData("verify", "--weights", weights(), "--json"), "without --weights");
  }

  @Test
  void weightsOfAFitThatHeldSamplesOut() {
    fit("--weights", weights(), "--validation", "0.25");

    assertMissed(files.onData("verify", "--json"), "with --weights FILE");
  }

  @Test
  void lengthsOfTheFitAreMissedByEveryVerb() {
    fit("--lengths", lengths());

    assertMissed(files.onData("verify", "--json"), "with --lengths FILE");
    String padding = "warning: the head was fitted with --lengths FILE, and no lengths are given";
    Path out = folder.resolve("out.npy");
    Run predicted = files.onModel("predict", "--tokens", files.tokens(), "--out", out);
    assertThat(predicted.err()).contains(padding);
    assertThat(files.onData("evaluate").err()).contains(padding);
    assertThat(files.onData("evaluate", "--lengths", lengths()).err()).doesNotContain(padding);
    assertThat(files.onData("explain", "--out", folder.resolve("out.html")).err())
        .contains(padding);
    Run calibrated = files.onData("calibrate", "--out", folder.resolve("calibrated.safetensors"));
    assertThat(calibrated.err()).contains(padding);
  }

  @Test
  void rowsThatTheFitLeftOut() {
    int[] labels = new int[FitFiles.SAMPLES];
    Arrays.setAll(labels, i -> i == 7 ? 9 : i % FitFiles.CLASSES);
    Npy.write(files.labels(), labels, FitFiles.SAMPLES);
    fit("--ignore-label", "9");
    labels[7] = 1;
    Npy.write(files.labels(), labels, FitFiles.SAMPLES);

    assertMissed(
        files.onData("verify", "--json"),
        "--ignore-label left out 1 rows of the fit, and leaves out 0 of these");
  }

  @Test
  void fewerSamplesThanTheFitHad() {
    fit();
    Npy.write(files.labels(), new int[] {0, 1, 2}, 3);
    Npy.write(
        files.tokens(),
        new double[3 * FitFiles.TOKENS * FitFiles.FEATURES],
        3,
        FitFiles.TOKENS,
        FitFiles.FEATURES);

    assertMissed(files.onData("verify", "--json"), "was fitted on 40 samples, these are 3");
  }
}
