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
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scaling by median and tails, and clipping. */
class RobustScalingTest {
  private static final Kernel KERNEL = Kernels.best();

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

  /** Squares of the values overflow or vanish; scaled values are the same at every scale. */
  @ParameterizedTest
  @CsvSource({
    "1e300, true",
    "1e-300, true",
    "1e160, true",
    "1e-170, true",
    "1e300, false",
    "1e-300, false"
  })
  void valuesOfAnyScaleAreScaledAlike(double scale, boolean standardize) {
    PreprocessSettings settings =
        new PreprocessSettings(false, 10, standardize, !standardize, 1, 0, AppendedFeatures.NONE);
    double[] sparse = new double[41];
    sparse[3] = 1;
    sparse[7] = 2;
    for (double[] plain : new double[][] {OUTLIER, sparse}) {
      Tokens small = Tokens.of(plain, 41, 1, 1);
      Tokens scaled = Tokens.of(Arrays.stream(plain).map(x -> x * scale).toArray(), 41, 1, 1);
      double[] expected = all(Preprocessing.fit(settings, small, KERNEL).apply(small));

      double[] found = all(Preprocessing.fit(settings, scaled, KERNEL).apply(scaled));

      assertThat(found).containsExactly(expected, within(1e-12));
      assertThat(Arrays.stream(found).distinct().count()).isGreaterThan(1);
    }
  }

  @Test
  void aSpreadThatNothingCanBeDividedByIsRefused() {
    Tokens tokens = Tokens.of(new double[] {0, 4e-310, 8e-310}, 3, 1, 1);
    PreprocessSettings standardized =
        new PreprocessSettings(false, 0, true, false, 1, 0, AppendedFeatures.NONE);

    assertThatThrownBy(() -> Preprocessing.fit(standardized, tokens, KERNEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("feature 0 spreads over")
        .hasMessageContaining("too little to be divided by it");
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

    FeatureSpread found = FeatureSpread.of(ramp, Workers.of(2));

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
