package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Preprocessing as a part of fitted heads. */
class PreprocessingStepsTest {
  private static final int SAMPLES = 30;
  private static final int TOKENS = 4;
  private static final int FEATURES = 3;

  @TempDir private Path folder;

  private static double[] values() {
    return new Random(21).doubles(SAMPLES * TOKENS * FEATURES, -1, 1).toArray();
  }

  private static Tokens tokens(double[] values) {
    return Tokens.of(values, SAMPLES, TOKENS, FEATURES);
  }

  /** Targets that depend on the first token alone, so that places matter. */
  private static Targets targets() {
    double[] values = values();
    double[] targets = new double[SAMPLES * 2];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = values[i / 2 * TOKENS * FEATURES + i % 2];
    }
    return Targets.values(targets, 2);
  }

  private static FittedHead fit(String head, String... settings) {
    ConvexHeads builder =
        ConvexHeads.builder().head(head).betaFraction(0.02).tolerance(1e-7).set("run.threads", "1");
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith("preprocess."))) {
      builder = builder.set("preprocess.recommended", "false");
    }
    for (String setting : settings) {
      builder = builder.set(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return builder.fit(tokens(values()), targets()).head();
  }

  /** The same samples with their tokens in the opposite order. */
  private static double[] turned() {
    double[] values = values();
    double[] turned = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int t = i / FEATURES % TOKENS;
      turned[i + (TOKENS - 1 - 2 * t) * FEATURES] = values[i];
    }
    return turned;
  }

  @Test
  void attentionKnowsTheOrderOfTokensOnlyWithTheirPositions() {
    FittedHead without = fit("attention");
    FittedHead with =
        fit("attention", "preprocess.position=sequence", "preprocess.position-features=2");

    double[] plain = without.predict(tokens(values()));
    double[] placed = with.predict(tokens(values()));

    assertThat(without.predict(tokens(turned()))).containsExactly(plain, within(1e-9));
    assertThat(distance(with.predict(tokens(turned())), placed)).isGreaterThan(0.1);
    assertThat(with.provenance().certificate().primal())
        .isLessThan(without.provenance().certificate().primal());
  }

  private static double distance(double[] a, double[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequence", "grid"})
  void aSavedHeadAppendsWhatTheFittedOneDid(String position) {
    FittedHead fitted =
        fit(
            "attention",
            "preprocess.position=" + position,
            "preprocess.position-features=3",
            "preprocess.mean-token=true",
            "preprocess.bias=true");
    Path file = folder.resolve("head.safetensors");
    fitted.save(file);

    FittedHead loaded = ConvexHeads.builder().load(file);

    assertThat(loaded.preprocessing().appended()).isEqualTo(fitted.preprocessing().appended());
    assertThat(loaded.predict(tokens(values()))).isEqualTo(fitted.predict(tokens(values())));
  }

  @Test
  void aHeadWithoutAppendedFeaturesHasNoWordOfThemInItsFile() {
    Path file = folder.resolve("head.safetensors");
    fit("linear").save(file);

    assertThat(Safetensors.read(file).metadata()).doesNotContainKeys("position", "mean-token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "mixer", "fno", "linear"})
  void aScaleChangesNoOutputAtTheSameFractionOfBetaMax(String head) {
    double[] plain = fit(head).predict(tokens(values()));

    double[] scaled = fit(head, "preprocess.scale=0.25").predict(tokens(values()));

    assertThat(scaled).containsExactly(plain, within(1e-2));
  }

  @Test
  void aSavedHeadProjectsAsTheFittedOneDid() {
    FittedHead fitted = fit("attention", "preprocess.standardize=true", "preprocess.components=2");
    Path file = folder.resolve("head.safetensors");
    fitted.save(file);

    FittedHead loaded = ConvexHeads.builder().load(file);

    assertThat(loaded.preprocessing().output().features()).isEqualTo(2);
    assertThat(loaded.predict(tokens(values()))).isEqualTo(fitted.predict(tokens(values())));
    assertThat(loaded.certify(tokens(values()), targets()).relativeGap())
        .isCloseTo(fitted.provenance().certificate().relativeGap(), within(1e-13));
  }

  @ParameterizedTest
  @ValueSource(strings = {"preprocess.standardize=true", "preprocess.robust-scale=true"})
  void aSavedHeadClipsAsTheFittedOneDid(String scaling) {
    FittedHead fitted = fit("attention", "preprocess.clip=1", scaling);
    Path file = folder.resolve("head.safetensors");
    fitted.save(file);

    FittedHead loaded = ConvexHeads.builder().load(file);

    assertThat(loaded.preprocessing().clipping()).isEqualTo(fitted.preprocessing().clipping());
    assertThat(loaded.preprocessing().clipping()).isPresent();
    assertThat(loaded.predict(tokens(values()))).isEqualTo(fitted.predict(tokens(values())));
  }

  /** The nuclear norm does not know in which orthonormal basis the features are written. */
  @ParameterizedTest
  @ValueSource(strings = {"attention", "mixer", "fno", "linear"})
  void allComponentsGiveTheOutputsOfNone(String head) {
    String[] standardized = {"preprocess.standardize=true", "solver.tolerance=1e-9"};
    double[] plain = fit(head, standardized).predict(tokens(values()));

    double[] turned =
        fit(head, standardized[0], standardized[1], "preprocess.components=3")
            .predict(tokens(values()));

    assertThat(turned).containsExactly(plain, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "mixer", "fno", "linear"})
  void recommendedStepsAreThoseOfTheHeadsProviderAndRecordedAsTaken(String head) {
    Map<String, String> steps =
        PluginCatalog.load().head(head).provider().recommendedPreprocessing();
    assertThat(steps).isNotEmpty();

    FittedHead fitted = fit(head, "preprocess.recommended=true");

    String[] written =
        steps.entrySet().stream()
            .map(step -> "preprocess.%s=%s".formatted(step.getKey(), step.getValue()))
            .toArray(String[]::new);
    FittedHead twin = fit(head, written);
    assertThat(fitted.predict(tokens(values()))).isEqualTo(twin.predict(tokens(values())));
    assertThat(fitted.provenance().configuration())
        .isEqualTo(twin.provenance().configuration())
        .doesNotContainKey("preprocess.recommended");
  }

  @Test
  void recommendedStepsAreTakenWhereNoneIsAskedFor() {
    ConvexHeads silent = ConvexHeads.builder().head("mixer").betaFraction(0.1);
    Map<String, String> recorded =
        silent.fit(tokens(values()), targets()).head().provenance().configuration();
    Map<String, String> plain = fit("mixer").provenance().configuration();
    Map<String, String> own = fit("mixer", "preprocess.bias=true").provenance().configuration();

    assertThat(recorded)
        .containsEntry("preprocess.clip", "10")
        .containsEntry("preprocess.standardize", "true")
        .containsEntry("preprocess.bias", "true");
    assertThat(plain)
        .containsEntry("preprocess.recommended", "false")
        .doesNotContainKey("preprocess.bias");
    assertThat(own).doesNotContainKey("preprocess.standardize");
  }

  @Test
  void whatIsSetWinsOverWhatIsRecommended() {
    FittedHead fitted = fit("mixer", "preprocess.recommended=true", "preprocess.standardize=false");

    assertThat(fitted.preprocessing().gain()).containsOnly(1);
    assertThat(fitted.provenance().configuration())
        .containsEntry("preprocess.standardize", "false");
  }

  @Test
  void aRecommendationThatIsNoSettingNamesItsHead() {
    Configuration asked = ConfigurationReader.read(Map.of("preprocess.recommended", "true"));

    assertThatThrownBy(() -> asked.withRecommended(Map.of("standardise", "true")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "the preprocessing that head attention recommends: preprocess.standardise is not a"
                + " setting; did you mean standardize?");
  }

  @Test
  void positionsThatTokensCannotHaveAreRefused() {
    assertThatThrownBy(() -> fit("mixer", "preprocess.position=sequence"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("position-features = 8, but 4 tokens have 1 to 3");
  }
}
