package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.schema.SchemaCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures of samples that a fit has seen say so, also where it held some of them out. */
class SeenSamplesTest {
  @TempDir private Path folder;
  private FitFiles files;
  private Path page;

  @BeforeEach
  void writeData() {
    files = FitFiles.in(folder);
    page = folder.resolve("page.html");
  }

  private int fitted(Object... more) {
    Object[] settings = FitFiles.set("head.type=linear", "beta-fraction=0.3");
    Object[] all = FitFiles.concatenated(settings, more);
    return FitFiles.succeeded(files.fit(FitFiles.concatenated(all, "--json")))
        .get("samples")
        .asInt();
  }

  @Test
  void aPartOfTheFilesThatWasFittedIsCounted() throws IOException {
    int seen = fitted("--validation", "0.25");
    String words = "of which the fit has seen " + seen;

    assertThat(seen).isLessThan(FitFiles.SAMPLES);
    assertThat(files.onData("evaluate").out()).contains(", " + words);
    assertThat(files.onData("explain", "--out", page).out())
        .contains("on " + FitFiles.SAMPLES + " samples " + words);
    assertThat(Files.readString(page)).contains(words + "; on others it is less good");
    Path calibrated = folder.resolve("calibrated.safetensors");
    assertThat(files.onData("calibrate", "--out", calibrated).err())
        .contains(seen + " of these " + FitFiles.SAMPLES + " samples are those that");
    JsonNode facts = FitFiles.succeeded(files.onData("evaluate", "--json"));
    assertThat(facts.get("samplesOfTheFit").asInt()).isEqualTo(seen);
    assertThat(SchemaCheck.problems("evaluate", facts)).isEmpty();
  }

  @Test
  void allSamplesOfAFitAreSaidToBeThose() {
    fitted();

    assertThat(files.onData("evaluate").out()).contains(", that the fit has seen");
    assertThat(files.onData("explain", "--out", page).out()).contains("that the fit has seen");
  }

  /** Samples are the same however much they count, here or in the fit. */
  @Test
  void samplesOfOtherWeightsAreThoseOfTheFit() {
    Path weights = folder.resolve("weights.npy");
    double[] values = IntStream.range(0, FitFiles.SAMPLES).mapToDouble(i -> 1 + i % 3).toArray();
    Npy.write(weights, values, values.length);
    Path calibrated = folder.resolve("calibrated.safetensors");

    fitted("--weights", weights);
    assertThat(files.onData("evaluate").out()).contains(", that the fit has seen");
    assertThat(files.onData("calibrate", "--out", calibrated).err())
        .contains("these are the samples that the head was fitted to");
    assertThat(files.onData("verify", "--weights", weights).code()).isZero();

    fitted();
    assertThat(files.onData("evaluate", "--weights", weights).out())
        .contains(", that the fit has seen");
    assertThat(files.onData("explain", "--weights", weights, "--out", page).out())
        .contains("that the fit has seen");

    int seen = fitted("--weights", weights, "--validation", "0.25");
    assertThat(files.onData("evaluate").out()).contains(", of which the fit has seen " + seen);
  }
}
