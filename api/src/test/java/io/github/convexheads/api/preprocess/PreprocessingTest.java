package io.github.convexheads.api.preprocess;

import static io.github.convexheads.api.preprocess.SevenSamples.FEATURES;
import static io.github.convexheads.api.preprocess.SevenSamples.SAMPLES;
import static io.github.convexheads.api.preprocess.SevenSamples.TOKENS;
import static io.github.convexheads.api.preprocess.SevenSamples.all;
import static io.github.convexheads.api.preprocess.SevenSamples.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Steps one after another, and parts of samples. */
class PreprocessingTest {
  private static final Kernel KERNEL = Kernels.best();

  @Test
  void everyStepIsWhatItsDefinitionSays() {
    double[] raw = values();
    AppendedFeatures appended =
        new AppendedFeatures(true, AppendedFeatures.Position.SEQUENCE, 2, true);
    Preprocessing steps =
        Preprocessing.fit(
            new PreprocessSettings(false, 0, true, false, 0.5, 0, appended),
            Tokens.of(raw, SAMPLES, TOKENS, FEATURES),
            KERNEL);

    double[] found = all(steps.apply(Tokens.of(raw, SAMPLES, TOKENS, FEATURES)));

    int width = FEATURES + FEATURES + 2 + 1;
    assertThat(steps.output()).isEqualTo(new TokenShape(TOKENS, width));
    double[] places = AppendedFeatures.Position.SEQUENCE.features(TOKENS, 2);
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
    AppendedFeatures appended =
        new AppendedFeatures(true, AppendedFeatures.Position.GRID, 3, false);
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

  /** Of several batches, with lengths of their own, and features for more than one thread. */
  @Test
  void stepsAreTheSameForAnyNumberOfThreads() {
    int n = 3000;
    int s = 4;
    int d = 150;
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles((long) n * s * d, -1, 1).toArray();
    Tokens raw = Tokens.of(values, n, s, d).withLengths(random.ints(n, 1, s + 1).toArray());
    PreprocessSettings asked =
        new PreprocessSettings(true, 2, true, false, 1, 7, AppendedFeatures.NONE);

    Preprocessing one = Preprocessing.fit(asked, Optional.empty(), raw, KERNEL, Workers.of(1));
    Preprocessing several = Preprocessing.fit(asked, Optional.empty(), raw, KERNEL, Workers.of(4));

    assertThat(several.shift()).isEqualTo(one.shift());
    assertThat(several.gain()).isEqualTo(one.gain());
    assertThat(several.clipping()).isEqualTo(one.clipping());
    assertThat(all(several.forLengths(0).apply(raw))).isEqualTo(all(one.forLengths(0).apply(raw)));
  }
}
