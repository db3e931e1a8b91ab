package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Intercept, weights, grid and the class token, through every verb that takes a head. */
class FeaturesEverywhereTest {
  @TempDir private Path folder;
  private FitFiles files;

  private enum Feature {
    INTERCEPT("head.type=mixer", "head.intercept=true"),
    WEIGHTS("head.type=attention", "head.activation=gated-relu"),
    GRID("head.type=fno", "head.grid=2x2", "head.activation=gated-relu"),
    FIRST("head.type=attention", "head.pooling=first"),
    ALL("head.type=b-fno", "head.grid=2x2", "head.pooling=first", "head.intercept=true");

    private final String settings;

    Feature(String... settings) {
      this.settings = String.join(" ", settings);
    }

    private String[] settings() {
      return settings.split(" ", -1);
    }

    private boolean weighted() {
      return this == WEIGHTS || this == ALL;
    }
  }

  @BeforeEach
  void write() {
    files = FitFiles.in(folder);
    double[] weights = new double[FitFiles.SAMPLES];
    Arrays.setAll(weights, i -> 1 + i % 3);
    Npy.write(weights(), weights, FitFiles.SAMPLES);
  }

  private Path weights() {
    return folder.resolve("weights.npy");
  }

  private Object[] asked(Feature feature, Object... more) {
    Object[] own = feature.weighted() ? new Object[] {"--weights", weights()} : new Object[0];
    return FitFiles.concatenated(own, more);
  }

  @ParameterizedTest
  @EnumSource
  void isFittedVerifiedExportedExplainedAndRefitted(Feature feature) throws IOException {
    Object[] set = FitFiles.set(feature.settings());
    JsonNode fit =
        FitFiles.succeeded(files.fit(FitFiles.concatenated(asked(feature, "--json"), set)));
    JsonNode verified = FitFiles.succeeded(files.onData("verify", asked(feature, "--json")));
    Path page = folder.resolve("page.html");
    Run explained = files.onData("explain", asked(feature, "--out", page));

    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.get("primal").asDouble())
        .isCloseTo(fit.get("primal").asDouble(), within(1e-12));
    for (String format : new String[] {"npz", "onnx"}) {
      Path out = folder.resolve("head." + format);
      Run run = files.onModel("export", "--format", format, "--out", out);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(out).isNotEmptyFile();
    }
    assertThat(explained.code()).as(explained.err()).isZero();
    assertThat(page).content().contains("those of the fit");
    Path first = Files.copy(files.model(), folder.resolve("first.safetensors"));
    Run like = files.fit(asked(feature, "--like", first, "--json"));
    assertThat(FitFiles.succeeded(like).get("likeSameData").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void isComparedWithOthers(Feature feature) throws IOException {
    Path experiment = folder.resolve("experiment.conf");
    String own =
        Stream.of(feature.settings())
            .map(setting -> setting.substring("head.".length()).replace('=', ':'))
            .map(setting -> setting.replaceFirst(":", " = "))
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    Files.writeString(
        experiment,
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 0.25 }
        seeds = [1]
        heads = [ { type = linear, beta-fractions = [0.1] },
                  { %s, beta-fractions = [0.1] } ]
        """
            .formatted(files.tokens(), files.labels(), own),
        StandardCharsets.UTF_8);

    Path results = folder.resolve("results");
    Run run =
        Run.of(
            FitFiles.concatenated(
                new Object[] {"compare", "--config", experiment, "--results", results, "--json"},
                asked(feature)));

    JsonNode facts = FitFiles.succeeded(run);
    assertThat(facts.get("rows")).hasSize(2);
    assertThat(facts.get("proven").asBoolean()).isTrue();
  }

  @Test
  void weightsGoWithSamplesIntoFolds() {
    double[] one = new double[FitFiles.SAMPLES];
    Arrays.fill(one, 1);
    Path equal = folder.resolve("equal.npy");
    Npy.write(equal, one, FitFiles.SAMPLES);
    Object[] folds = {
      "--folds", "2", "--path", "3", "--set", "head.type=linear", "--json", "--weights"
    };

    JsonNode plain = score(FitFiles.concatenated(folds, equal));
    JsonNode weighted = score(FitFiles.concatenated(folds, weights()));

    assertThat(plain).hasSize(3);
    assertThat(weighted.get(2).get("primal").asDouble())
        .isNotCloseTo(plain.get(2).get("primal").asDouble(), within(1e-6));
    Npy.write(equal, new double[] {1, 2}, 2);
    assertThat(files.fit(FitFiles.concatenated(folds, equal)).err())
        .contains("2 weights for " + FitFiles.SAMPLES);
  }

  private JsonNode score(Object... asked) {
    return FitFiles.succeeded(files.fit(asked)).get("path").get("points");
  }
}
