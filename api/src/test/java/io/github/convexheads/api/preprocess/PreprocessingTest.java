package io.github.convexheads.api.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {
  private static final int SAMPLES = 7;
  private static final int TOKENS = 4;
  private static final int FEATURES = 3;
  private static final Kernel KERNEL = Kernels.best();

  private static double[] values() {
    Random random = new Random(11);
    return random.doubles(SAMPLES * TOKENS * FEATURES, -1, 3).toArray();
  }

  private static double[] all(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles();
  }

  @ParameterizedTest
  @CsvSource({"SEQUENCE,2", "SEQUENCE,5", "SEQUENCE,16", "GRID,4", "GRID,9", "GRID,16"})
  void allCosinesWithAConstantAreAnOrthogonalBasisOfPlaces(Position position, int s) {
    double[] features = position.features(s, s - 1);

    for (int f = 0; f < s - 1; f++) {
      double sum = 0;
      for (int t = 0; t < s; t++) {
        sum += features[t * (s - 1) + f];
      }
      assertThat(sum).isCloseTo(0, within(1e-12));
      for (int g = 0; g < s - 1; g++) {
        double product = 0;
        for (int t = 0; t < s; t++) {
          product += features[t * (s - 1) + f] * features[t * (s - 1) + g];
        }
        assertThat(product / s).isCloseTo(f == g ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void fewerFeaturesAreTheSlowestOfAll() {
    double[] all = Position.SEQUENCE.features(5, 4);
    double[] two = Position.SEQUENCE.features(5, 2);

    for (int t = 0; t < 5; t++) {
      assertThat(two[t * 2]).isEqualTo(all[t * 4]);
      assertThat(two[t * 2 + 1]).isEqualTo(all[t * 4 + 1]);
      assertThat(two[t * 2])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (t + 0.5) / 5), within(1e-12));
    }
  }

  @Test
  void aGridFirstTellsColumnsThenRows() {
    double[] features = Position.GRID.features(9, 2);

    for (int t = 0; t < 9; t++) {
      int row = t / 3;
      assertThat(features[t * 2])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (t % 3 + 0.5) / 3), within(1e-12));
      assertThat(features[t * 2 + 1])
          .isCloseTo(Math.sqrt(2) * Math.cos(Math.PI * (row + 0.5) / 3), within(1e-12));
    }
  }

  @Test
  void placesThatThereAreNotAreRefused() {
    assertThatThrownBy(() -> Position.SEQUENCE.features(4, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("position-features = 4, but 4 tokens have 1 to 3");
    assertThatThrownBy(() -> Position.GRID.features(8, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fill a square, found 8");
    assertThat(Position.NONE.features(1, 0)).isEmpty();
  }

  @Test
  void everyStepIsWhatItsDefinitionSays() {
    double[] raw = values();
    AppendedFeatures appended = new AppendedFeatures(true, Position.SEQUENCE, 2, true);
    Preprocessing steps =
        Preprocessing.fit(
            new PreprocessSettings(false, 0, true, false, 0.5, 0, appended),
            Tokens.of(raw, SAMPLES, TOKENS, FEATURES),
            KERNEL);

    double[] found = all(steps.apply(Tokens.of(raw, SAMPLES, TOKENS, FEATURES)));

    int width = FEATURES + FEATURES + 2 + 1;
    assertThat(steps.output()).isEqualTo(new TokenShape(TOKENS, width));
    double[] places = Position.SEQUENCE.features(TOKENS, 2);
    for (int k = 0; k < FEATURES; k++) {
      double mean = 0;
      for (int row = 0; row < SAMPLES * TOKENS; row++) {
        mean += raw[row * FEATURES + k] / (SAMPLES * TOKENS);
      }
      double variance = 0;
      for (int row = 0; row < SAMPLES * TOKENS; row++) {
        variance += Math.pow(raw[row * FEATURES + k] - mean, 2) / (SAMPLES * TOKENS);
      }
      for (int i = 0; i < SAMPLES; i++) {
        double ofSample = 0;
        for (int t = 0; t < TOKENS; t++) {
          double value = 0.5 * (raw[(i * TOKENS + t) * FEATURES + k] - mean) / Math.sqrt(variance);
          ofSample += value / TOKENS;
          assertThat(found[(i * TOKENS + t) * width + k]).isCloseTo(value, within(1e-12));
        }
        for (int t = 0; t < TOKENS; t++) {
          int row = (i * TOKENS + t) * width;
          assertThat(found[row + FEATURES + k]).isCloseTo(ofSample, within(1e-12));
          assertThat(found[row + 2 * FEATURES]).isEqualTo(places[t * 2]);
          assertThat(found[row + 2 * FEATURES + 1]).isEqualTo(places[t * 2 + 1]);
          assertThat(found[row + width - 1]).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aPartOfTheSamplesIsThatPartOfAll() {
    Tokens raw = Tokens.of(values(), SAMPLES, TOKENS, FEATURES);
    AppendedFeatures appended = new AppendedFeatures(true, Position.GRID, 3, false);
    Tokens seen =
        Preprocessing.fit(new PreprocessSettings(true, 0, true, false, 1, 0, appended), raw, KERNEL)
            .apply(raw);

    double[] whole = all(seen);
    double[] part = seen.batch(2, 5, Precision.FLOAT64).values().doubles();

    int size = seen.shape().size();
    for (int i = 0; i < part.length; i++) {
      assertThat(part[i]).isEqualTo(whole[2 * size + i]);
    }
  }

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
    AppendedFeatures appended = new AppendedFeatures(true, Position.NONE, 0, true);
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

  private static PreprocessSettings robust(double clip, boolean robustScale) {
    return new PreprocessSettings(false, clip, false, robustScale, 1, 0, AppendedFeatures.NONE);
  }

  /** Values 0, 1, ..., 40, where the last is an outlier: median 20, quantiles 2 and 38. */
  private static final double[] OUTLIER = outlier();

  private static final double SPREAD = 36 / 3.2897072539029444;

  private static double[] outlier() {
    double[] values = new double[41];
    Arrays.setAll(values, i -> i == 40 ? 1000 : i);
    return values;
  }

  @Test
  void robustScalingIsByMedianAndTheRangeBetweenTails() {
    Tokens tokens = Tokens.of(OUTLIER, 41, 1, 1);
    double[] scaled = all(Preprocessing.fit(robust(0, true), tokens, KERNEL).apply(tokens));

    for (int i = 0; i < 41; i++) {
      double expected = (OUTLIER[i] - 20) / SPREAD;
      assertThat(scaled[i]).isCloseTo(expected, within(1e-12 * Math.abs(expected) + 1e-12));
    }
  }

  @Test
  void clippingBoundsOutliersAndLeavesTheRestAsItIs() {
    Tokens tokens = Tokens.of(OUTLIER, 41, 1, 1);
    double[] clipped = all(Preprocessing.fit(robust(3, false), tokens, KERNEL).apply(tokens));

    assertThat(Arrays.copyOf(clipped, 40)).isEqualTo(Arrays.copyOf(OUTLIER, 40));
    assertThat(clipped[40]).isCloseTo(20 + 3 * SPREAD, within(1e-12));
  }

  @Test
  void whatIsStandardisedAfterClippingHasUnitVariance() {
    PreprocessSettings both =
        new PreprocessSettings(false, 3, true, false, 1, 0, AppendedFeatures.NONE);
    Tokens tokens = Tokens.of(OUTLIER, 41, 1, 1);
    double[] seen = all(Preprocessing.fit(both, tokens, KERNEL).apply(tokens));

    assertThat(Arrays.stream(seen).sum()).isCloseTo(0, within(1e-10));
    assertThat(Arrays.stream(seen).map(x -> x * x).sum()).isCloseTo(41, within(1e-12));
  }

  /** More than nine tenths of the values are 0, as of a feature behind a rectifier. */
  @Test
  void aFeatureThatIsMostlyOneValueIsClippedByItsRootMeanSquare() {
    double[] sparse = new double[100];
    sparse[0] = 10;
    Tokens tokens = Tokens.of(sparse, 100, 1, 1);

    Clipping bounds = Preprocessing.fit(robust(5, false), tokens, KERNEL).clipping().orElseThrow();

    assertThat(bounds.low()[0]).isCloseTo(-5, within(1e-12));
    assertThat(bounds.high()[0]).isCloseTo(5, within(1e-12));
  }

  @Test
  void aConstantFeatureIsNotClippedAndBecomesZeroWhenScaled() {
    Tokens constant = Tokens.of(new double[] {7, 7, 7}, 3, 1, 1);
    Tokens other = Tokens.of(new double[] {1e9}, 1, 1, 1);

    assertThat(all(Preprocessing.fit(robust(3, false), constant, KERNEL).apply(other)))
        .containsExactly(1e9);
    assertThat(all(Preprocessing.fit(robust(3, true), constant, KERNEL).apply(other)))
        .containsExactly(0);
  }

  @Test
  void componentsOfRobustlyScaledTokensAreCentredByTheMean() {
    double[] raw = values();
    Tokens tokens = Tokens.of(raw, SAMPLES, TOKENS, FEATURES);
    PreprocessSettings asked =
        new PreprocessSettings(false, 0, false, true, 1, 2, AppendedFeatures.NONE);
    double[] seen = all(Preprocessing.fit(asked, tokens, KERNEL).apply(tokens));

    for (int k = 0; k < 2; k++) {
      double sum = 0;
      for (int i = k; i < seen.length; i += 2) {
        sum += seen[i];
      }
      assertThat(sum).isCloseTo(0, within(1e-10));
    }
  }

  /** A tenth of the samples is looked at, spread evenly; the part is the same every time. */
  @Test
  void quantilesOfManyTokensAreThoseOfAPartThatIsSpreadEvenly() {
    int n = 10 * (1 << 22);
    Tokens ramp =
        new Tokens() {
          @Override
          public int samples() {
            return n;
          }

          @Override
          public TokenShape shape() {
            return new TokenShape(1, 1);
          }

          @Override
          public Precision precision() {
            return Precision.FLOAT64;
          }

          @Override
          public void read(int from, int to, RealArray into, int position) {
            for (int i = from; i < to; i++) {
              into.set(position + i - from, i);
            }
          }
        };

    FeatureSpread found = FeatureSpread.of(ramp);

    assertThat(found.median()[0]).isCloseTo(n / 2.0, within(n * 1e-5));
    assertThat(found.spread()[0]).isCloseTo(0.9 * n / 3.2897072539029444, within(n * 1e-5));
  }

  @Test
  void heavyTailsAreNamedWithTheStepThatHelpsUnlessItIsTaken() {
    double[] values = new double[2 * 41];
    Arrays.setAll(values, i -> i == 81 ? 1e4 : Math.floorDiv(i, 2));
    Tokens tokens = Tokens.of(values, 41, 1, 2);
    Preprocessing plain = Preprocessing.fit(robust(0, false), tokens, KERNEL);
    Preprocessing clipped = Preprocessing.fit(robust(10, false), tokens, KERNEL);

    assertThat(clipped.heavyTails(tokens)).isEmpty();
    assertThat(plain.heavyTails(tokens).orElseThrow())
        .contains("1 of 2 features (the first: 1)", "up to 912 spreads", "preprocess.clip = 10");
  }

  @Test
  void twoWaysOfScalingAtOnceAreRefused() {
    assertThatThrownBy(
            () -> new PreprocessSettings(false, 0, true, true, 1, 0, AppendedFeatures.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("standardize and preprocess.robust-scale are both true; choose one");
  }

  @ParameterizedTest
  @CsvSource({"NaN,1", "0,Infinity", "2,1"})
  void boundsThatAreNoneAreRefused(double low, double high) {
    assertThatThrownBy(() -> new Clipping(new double[] {low}, new double[] {high}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("feature 0 is clipped to");
  }
}
