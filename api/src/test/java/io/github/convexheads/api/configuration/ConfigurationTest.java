package io.github.convexheads.api.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final HeadProvider HEAD = new DenseAttentionProvider();
  private static final Targets LABELS = Targets.labels(new int[] {0, 1}, 2);

  @Test
  void whatIsLeftOpenIsDecidedByTheTargets() {
    Targets sets = Targets.multiLabels(new boolean[] {true, false}, 2);
    Targets values = Targets.values(new double[] {0.5, 1}, 1);

    assertThat(completed(LABELS)).containsEntry("loss.type", "softmax");
    assertThat(completed(sets)).containsEntry("loss.type", "logistic");
    assertThat(completed(values)).containsEntry("loss.type", "squared");
  }

  @Test
  void oneTargetATokenAsksForNoPooling() {
    Targets ofTokens = new ClassLabels(new int[] {0, 1, 1, 0}, 2, 2);

    assertThat(completed(LABELS)).containsEntry("head.pooling", "mean");
    assertThat(completed(ofTokens)).containsEntry("head.pooling", "none");
  }

  @Test
  void whatIsChosenStaysAsItIs() {
    Configuration chosen =
        Configuration.defaults()
            .withHead(Configuration.PluginChoice.of("dense-attention").with("pooling", "first"))
            .withLoss(Configuration.PluginChoice.of("huber"));

    assertThat(chosen.completedFor(LABELS, HEAD).asMap())
        .containsEntry("head.pooling", "first")
        .containsEntry("loss.type", "huber");
  }

  @Test
  void recommendedStepsAreTakenWhereNothingElseIsAsked() {
    Map<String, String> steps = Map.of("standardize", "true", "clip", "10");
    Configuration nothing = Configuration.defaults();
    Configuration own = nothing.withPreprocess("bias", "true");

    assertThat(nothing.withRecommended(steps).asMap())
        .containsEntry("preprocess.standardize", "true")
        .containsEntry("preprocess.clip", "10");
    assertThat(own.withRecommended(steps)).isEqualTo(own);
    assertThat(own.withPreprocess("recommended", "true").withRecommended(steps).asMap())
        .containsEntry("preprocess.bias", "true")
        .containsEntry("preprocess.clip", "10")
        .doesNotContainKey("preprocess.recommended");
  }

  @Test
  void aWeightIsAbsoluteOrAFractionOfBetaMax() {
    assertThat(Configuration.PenaltyWeight.absolute(0.25).resolve(8)).isEqualTo(0.25);
    assertThat(Configuration.PenaltyWeight.absolute(0.25).key()).isEqualTo("beta");
    assertThat(Configuration.PenaltyWeight.fractionOfMax(0.25).resolve(8)).isEqualTo(2);
    assertThat(Configuration.PenaltyWeight.fractionOfMax(0.25).key()).isEqualTo("beta-fraction");
    assertThat(Configuration.defaults().weight().resolve(8)).isEqualTo(0.8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY})
  void aWeightThatIsNoneIsRefused(double value) {
    assertThatThrownBy(() -> Configuration.PenaltyWeight.absolute(value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("beta = " + value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1f", "0.1d", "0x1p-3", "1e-400", "1e400", "\u0663", "Infinity"})
  void aWeightIsWrittenInDecimalNotation(String text) {
    for (String key : List.of("beta", "beta-fraction")) {
      assertThatThrownBy(() -> ConfigurationReader.read(Map.of(key, text)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(key + " = " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head = [mlp]",
        "head = [mlp, linear]",
        "head.type = [mlp]",
        "solver = []",
        "beta = [0.1]",
        "beta-fraction = [0.1, 0.2]",
        "head.pooling = [mean]",
        "solver.tolerance = [1e-4]",
        "preprocess.standardize = [true]",
        "loss { type = softmax, class-weights = [[1, 2], [3]] }",
        "loss { type = softmax, class-weights = [{ a = 1 }, 2] }"
      })
  void aListIsNotTakenForAValue(String text) {
    assertThatThrownBy(() -> ConfigurationReader.read(Hocon.of(text)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a list where one value belongs");
  }

  @Test
  void aListOfSeveralNumbersIsReadWhereTheyBelong() {
    Hocon listed = Hocon.of("loss { type = softmax, class-weights = [1, 2.5] }");

    assertThat(ConfigurationReader.read(listed).asMap())
        .containsEntry("loss.class-weights", "1,2.5");
  }

  /** HOCON takes 03 for 3; what was written is what is judged. */
  @Test
  void aWholeNumberKeepsItsDigits() {
    assertThat(
            ConfigurationReader.read(Hocon.of("head { type = mixer, gates.count = 03 }")).asMap())
        .containsEntry("head.gates.count", "03");
    assertThat(ConfigurationReader.read(Hocon.of("head { type = mixer, gates.seed = -5 }")).asMap())
        .containsEntry("head.gates.seed", "-5");
  }

  private static Map<String, String> completed(Targets targets) {
    return Configuration.defaults().completedFor(targets, HEAD).asMap();
  }
}
