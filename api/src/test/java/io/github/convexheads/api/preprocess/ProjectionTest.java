package io.github.convexheads.api.preprocess;

import static io.github.convexheads.api.preprocess.SevenSamples.FEATURES;
import static io.github.convexheads.api.preprocess.SevenSamples.SAMPLES;
import static io.github.convexheads.api.preprocess.SevenSamples.TOKENS;
import static io.github.convexheads.api.preprocess.SevenSamples.all;
import static io.github.convexheads.api.preprocess.SevenSamples.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Principal components of tokens. */
class ProjectionTest {
  private static final Kernel KERNEL = Kernels.best();

  /** Tokens with variances 9, 4, 1 along three turned directions, away from the origin. */
  private static double[] stretched() {
    double[][] directions = {{0.6, 0.8, 0}, {-0.8, 0.6, 0}, {0, 0, -1}};
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    for (int row = 0; row < SAMPLES * TOKENS; row++) {
      for (int k = 0; k < FEATURES; k++) {
        // Rows of a Fourier basis have mean 0, variance 1 / 2 each, and are orthogonal.
        double wave =
            Math.sqrt(2) * Math.cos(2 * Math.PI * (k + 1) * row / (SAMPLES * TOKENS)) * (3 - k);
        for (int l = 0; l < FEATURES; l++) {
          values[row * FEATURES + l] += wave * directions[k][l] + (k == 0 ? 5 - l : 0);
        }
      }
    }
    return values;
  }

  private static Preprocessing projected(double[] raw, boolean standardize, int components) {
    return Preprocessing.fit(
        new PreprocessSettings(false, 0, standardize, false, 1, components, AppendedFeatures.NONE),
        Tokens.of(raw, SAMPLES, TOKENS, FEATURES),
        KERNEL);
  }

  @Test
  void componentsAreTheCoordinatesAlongTheLongestAxesOfTheTrainingTokens() {
    double[] raw = stretched();
    Preprocessing steps = projected(raw, false, 2);

    double[] found = all(steps.apply(Tokens.of(raw, SAMPLES, TOKENS, FEATURES)));

    assertThat(steps.output()).isEqualTo(new TokenShape(TOKENS, 2));
    assertThat(steps.shift()).containsExactly(new double[] {5, 4, 3}, within(1e-12));
    assertThat(steps.projection().orElseThrow().matrix())
        .containsExactly(new double[] {0.6, 0.8, 0.8, -0.6, 0, 0}, within(1e-12));
    for (int row = 0; row < SAMPLES * TOKENS; row++) {
      double angle = 2 * Math.PI * row / (SAMPLES * TOKENS);
      assertThat(found[row * 2]).isCloseTo(3 * Math.sqrt(2) * Math.cos(angle), within(1e-11));
      assertThat(found[row * 2 + 1])
          .isCloseTo(-2 * Math.sqrt(2) * Math.cos(2 * angle), within(1e-11));
    }
  }

  @Test
  void allComponentsKeepEveryDistance() {
    double[] raw = values();
    Tokens tokens = Tokens.of(raw, SAMPLES, TOKENS, FEATURES);
    double[] turned = all(projected(raw, true, FEATURES).apply(tokens));
    double[] plain = all(projected(raw, true, 0).apply(tokens));

    for (int a = 0; a < SAMPLES * TOKENS; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(squaredDistance(turned, a, b))
            .isCloseTo(squaredDistance(plain, a, b), within(1e-11));
      }
    }
  }

  private static double squaredDistance(double[] values, int a, int b) {
    double sum = 0;
    for (int k = 0; k < FEATURES; k++) {
      sum += Math.pow(values[a * FEATURES + k] - values[b * FEATURES + k], 2);
    }
    return sum;
  }

  @Test
  void aDirectionWithoutVarianceIsZero() {
    double[] raw = values();
    for (int row = 0; row < SAMPLES * TOKENS; row++) {
      raw[row * FEATURES + 1] = 7;
      raw[row * FEATURES + 2] = 1 - raw[row * FEATURES];
    }
    Preprocessing steps = projected(raw, true, 3);

    double[] found = all(steps.apply(Tokens.of(raw, SAMPLES, TOKENS, FEATURES)));

    for (int row = 0; row < SAMPLES * TOKENS; row++) {
      assertThat(found[row * 3]).isNotZero();
      assertThat(found[row * 3 + 1]).isZero();
      assertThat(found[row * 3 + 2]).isZero();
    }
  }

  @Test
  void theMeanTokenIsOneOfComponents() {
    Tokens raw = Tokens.of(values(), SAMPLES, TOKENS, FEATURES);
    AppendedFeatures appended = new AppendedFeatures(true, AppendedFeatures.Position.NONE, 0, true);
    Preprocessing steps =
        Preprocessing.fit(
            new PreprocessSettings(true, 0, false, false, 2, 2, appended), raw, KERNEL);

    double[] found = all(steps.apply(raw));

    assertThat(steps.output()).isEqualTo(new TokenShape(TOKENS, 5));
    for (int i = 0; i < SAMPLES; i++) {
      for (int k = 0; k < 2; k++) {
        double mean = 0;
        for (int t = 0; t < TOKENS; t++) {
          mean += found[(i * TOKENS + t) * 5 + k] / TOKENS;
        }
        assertThat(found[i * TOKENS * 5 + 2 + k]).isCloseTo(mean, within(1e-12));
      }
      assertThat(found[i * TOKENS * 5 + 4]).isEqualTo(1);
    }
  }

  @Test
  void moreComponentsThanFeaturesAreRefused() {
    assertThatThrownBy(() -> projected(values(), true, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "preprocess.components = 4, but tokens have 3 features; allowed: 1 to 3, or 0 for no"
                + " projection");
  }

  @Test
  void moreFeaturesThanACovarianceCanHaveAreRefused() {
    Tokens wide = Tokens.of(new double[46_341], 1, 1, 46_341);

    assertThatThrownBy(
            () ->
                Preprocessing.fit(
                    new PreprocessSettings(false, 0, false, false, 1, 2, AppendedFeatures.NONE),
                    wide,
                    KERNEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("covariance of 46341 features")
        .hasMessageContaining("at most 46340 features");
  }

  @Test
  void tokensWhoseSquaresOverflowAreRefused() {
    double[] raw = values();
    raw[4] = 1e200;
    assertThatThrownBy(() -> projected(raw, false, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("squares of them overflow; set preprocess.standardize = true");
  }

  @ParameterizedTest
  @CsvSource({
    "2,0,needs 2 values for each of 1 to 2",
    "2,3,found 3",
    "2,6,found 6",
    "3,3,but their projection is of 3"
  })
  void aProjectionOfAnotherSizeIsRefused(int features, int length, String message) {
    assertThatThrownBy(
            () ->
                new Preprocessing(
                    new TokenShape(1, 2),
                    false,
                    Optional.empty(),
                    AppendedFeatures.NONE,
                    new double[2],
                    new double[2],
                    Optional.of(new Projection(features, new double[length]))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aProjectionThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> new Projection(2, new double[] {0, Double.NaN}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not finite");
  }
}
