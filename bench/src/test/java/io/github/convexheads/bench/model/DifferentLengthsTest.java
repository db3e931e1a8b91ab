package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples of different lengths: padding changes nothing, whatever it holds. */
class DifferentLengthsTest {
  private static final int SAMPLES = 18;
  private static final int TOKENS = 5;
  private static final int FEATURES = 3;

  @TempDir private Path folder;

  private static int length(int sample) {
    return 1 + sample % TOKENS;
  }

  private static int[] lengths() {
    int[] lengths = new int[SAMPLES];
    Arrays.setAll(lengths, DifferentLengthsTest::length);
    return lengths;
  }

  private static double[] values(double padding) {
    double[] values = new Random(3).doubles(SAMPLES * TOKENS * FEATURES, -1, 2).toArray();
    for (int i = 0; i < values.length; i++) {
      int sample = i / (TOKENS * FEATURES);
      if (i / FEATURES % TOKENS >= length(sample)) {
        values[i] = padding;
      }
    }
    return values;
  }

  private static Tokens tokens(double padding) {
    return Tokens.of(values(padding), SAMPLES, TOKENS, FEATURES).withLengths(lengths());
  }

  private static Targets labels() {
    return Targets.labels(new Random(4).ints(SAMPLES, 0, 3).toArray(), 3);
  }

  private static FitResult fit(String head, String activation, double padding) {
    ConvexHeads builder = ConvexHeads.builder().head(head).betaFraction(0.1).tolerance(1e-6);
    if (!head.equals("linear")) {
      builder = builder.set("head.activation", activation);
    }
    return builder.set("run.seed", "1").fit(tokens(padding), labels());
  }

  /** A head of the same weights for samples of one length. */
  private static double[] alone(FittedHead head, int sample) {
    int l = length(sample);
    Preprocessing steps = head.preprocessing();
    Preprocessing shorter =
        new Preprocessing(
            new TokenShape(l, FEATURES),
            steps.layerNorm(),
            steps.clipping(),
            steps.appended(),
            steps.shift(),
            steps.gain(),
            Optional.empty());
    double[] own =
        Arrays.copyOfRange(values(0), sample * TOKENS * FEATURES, (sample * TOKENS + l) * FEATURES);
    FittedHead same =
        new FittedHead(
            new FittedHead.Model(head.head(), head.loss(), shorter, head.gates(), head.outputs()),
            head.variable(),
            new double[0],
            head.provenance(),
            Kernels.best(),
            Workers.of(1));
    return same.predict(Tokens.of(own, 1, l, FEATURES));
  }

  @ParameterizedTest
  @CsvSource({
    "attention,linear",
    "attention,gated-relu",
    "mlp,linear",
    "mlp,gated-relu",
    "linear,linear"
  })
  void aPaddedSampleHasTheOutputsOfItsOwnTokensAlone(String type, String activation) {
    FittedHead head = fit(type, activation, 0).head();
    double[] outputs = head.predict(tokens(0));

    for (int i = 0; i < SAMPLES; i++) {
      assertThat(Arrays.copyOfRange(outputs, 3 * i, 3 * i + 3))
          .containsExactly(alone(head, i), within(1e-9));
    }
    assertThat(Arrays.stream(outputs).anyMatch(o -> Math.abs(o) > 0.01)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"attention,gated-relu", "mlp,linear"})
  void whatPaddingHoldsDoesNotMatter(String type, String activation) {
    FitResult zero = fit(type, activation, 0);
    FitResult huge = fit(type, activation, 1e8);

    assertThat(huge.certificate().primal()).isEqualTo(zero.certificate().primal());
    assertThat(huge.head().predict(tokens(-5))).isEqualTo(zero.head().predict(tokens(0)));
    assertThat(huge.head().provenance().dataDigest())
        .isEqualTo(zero.head().provenance().dataDigest());
  }

  @Test
  void aSavedHeadTakesLengthsAsTheFittedOneDidAndIsVerified() {
    FitResult fitted = fit("attention", "linear", 0);
    Path file = folder.resolve("head.safetensors");
    fitted.head().save(file);
    FittedHead loaded = ConvexHeads.builder().load(file);

    assertThat(loaded.predict(tokens(3))).isEqualTo(fitted.head().predict(tokens(0)));
    assertThat(loaded.verify(tokens(3), labels(), RandomStarts.fresh()).differences()).isEmpty();
    Tokens whole = Tokens.of(values(0), SAMPLES, TOKENS, FEATURES);
    assertThat(loaded.predict(whole)).isNotEqualTo(loaded.predict(tokens(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixer", "fno", "b-fno"})
  void headsThatKnowPlacesSayWhatTheyNeed(String type) {
    assertThatThrownBy(() -> fit(type, "linear", 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs samples of one length")
        .hasMessageContaining("use attention, mlp or linear");
  }

  @Test
  void labelsOfPaddingMustBeIgnored() {
    int[] all = new Random(5).ints(SAMPLES * TOKENS, 0, 3).toArray();
    int[] some = all.clone();
    for (int i = 0; i < some.length; i++) {
      some[i] = i % TOKENS < length(i / TOKENS) ? some[i] : 255;
    }
    ConvexHeads builder = ConvexHeads.builder().head("attention").betaFraction(0.1);

    FitResult fitted = builder.fit(tokens(0), ClassLabels.ignoring(some, TOKENS, 3, 255));

    assertThat(fitted.certificate().relativeGap()).isLessThan(1e-2);
    assertThatThrownBy(() -> builder.fit(tokens(0), new ClassLabels(all, TOKENS, 3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("labels of padding must be ignored");
  }
}
