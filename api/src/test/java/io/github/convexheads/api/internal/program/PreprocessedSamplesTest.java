package io.github.convexheads.api.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.Tokens;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreprocessedSamplesTest {

  /** What is trained on must be what is predicted on, to the last bit: gates may hang on it. */
  @Test
  void tokensOfSinglePrecisionAreHeldAsAPredictionSeesThem() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[20 * 3 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Tokens raw = Tokens.of(values, 20, 3, 4);
    PreprocessSettings standardize =
        PreprocessSettings.of(
            Settings.of("preprocess", PreprocessSettings.SETTINGS, Map.of("standardize", "true")));
    Preprocessing steps = Preprocessing.fit(standardize, raw, PlainKernel.create());

    Tokens held = PreprocessedSamples.of(steps, raw, Workers.of(2)).seen();

    assertThat(held.heapBytes()).isPositive();
    assertThat(held.batch(0, 20, Precision.FLOAT64).values().doubles())
        .isEqualTo(steps.apply(raw).batch(0, 20, Precision.FLOAT64).values().doubles());
  }
}
