package io.github.convexheads.api.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.settings.SharedPlugin;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What every preprocessing step must do: finite samples become finite samples of the promised
 * shape, one at a time and always the same. A step's test inherits all of it:
 *
 * <pre>{@code
 * class MyStepContractTest extends StepContract {
 *   @Override
 *   protected StepProvider provider() {
 *     return new MyStepProvider();
 *   }
 * }
 * }</pre>
 */
public abstract class StepContract {
  private static final int SAMPLES = 6;

  /**
   * Returns the provider under test.
   *
   * @return the provider
   */
  protected abstract StepProvider provider();

  /**
   * Returns a shape of samples that the step takes.
   *
   * @return 4 tokens of 3 features
   */
  protected TokenShape shape() {
    return new TokenShape(4, 3);
  }

  @Test
  void finiteSamplesBecomeFiniteSamplesOfThePromisedShape() {
    PreprocessingStep step = step();
    TokenShape output = step.output(shape());
    for (double scale : new double[] {0, 1e-300, 1e-3, 1, 1e3, 1e100}) {
      double[] sample = values(scale, 1);
      double[] kept = sample.clone();
      double[] mapped = new double[output.size()];
      Arrays.fill(mapped, Double.NaN);

      step.map(sample, shape(), mapped);

      assertThat(Arrays.stream(mapped)).as("scale %s", scale).allMatch(Double::isFinite);
      assertThat(sample).as("the sample itself").isEqualTo(kept);
    }
  }

  @Test
  void aSampleIsMappedAloneAndAlwaysToTheSameBits() {
    Tokens tokens = Tokens.of(values(1, SAMPLES), SAMPLES, shape().tokens(), shape().features());
    Tokens all = steps(tokens).apply(tokens);
    double[] together = all.batch(0, SAMPLES, Precision.FLOAT64).values().doubles();

    Tokens again = steps(tokens).apply(tokens);
    int size = all.shape().size();
    for (int i = SAMPLES - 1; i >= 0; i--) {
      double[] alone = again.batch(i, i + 1, Precision.FLOAT64).values().doubles();
      assertThat(alone).isEqualTo(Arrays.copyOfRange(together, i * size, (i + 1) * size));
    }
  }

  @Test
  void severalThreadsAreAnsweredAsOne() {
    PreprocessingStep shared = step();
    double[] all = values(1, SAMPLES);
    int size = shape().size();
    SharedPlugin.assertAnswersAlikeToAllThreads(
        i -> {
          double[] mapped = new double[shared.output(shape()).size()];
          shared.map(Arrays.copyOfRange(all, i * size, (i + 1) * size), shape(), mapped);
          return mapped;
        },
        SAMPLES);
  }

  @Test
  void standardisingComesAfterTheStep() {
    Tokens tokens = Tokens.of(values(1, SAMPLES), SAMPLES, shape().tokens(), shape().features());
    Preprocessing found = steps(tokens);

    assertThat(found.input()).isEqualTo(shape());
    assertThat(found.stepped()).isEqualTo(step().output(shape()));
    assertThat(found.shift()).hasSize(found.stepped().features());
    assertThatThrownBy(found::requireNoStep).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aFitLooksForOutliersBehindTheStep() {
    Tokens tokens = Tokens.of(values(1, SAMPLES), SAMPLES, shape().tokens(), shape().features());
    TokenShape mapped = step().output(shape());
    Tokens seen = Tokens.of(steppedValues(tokens), SAMPLES, mapped.tokens(), mapped.features());

    assertThat(steps(tokens).heavyTails(tokens)).isEqualTo(plain(seen).heavyTails(seen));
  }

  private double[] steppedValues(Tokens tokens) {
    int from = shape().size();
    int to = step().output(shape()).size();
    double[] raw = tokens.batch(0, SAMPLES, Precision.FLOAT64).values().doubles();
    double[] mapped = new double[SAMPLES * to];
    for (int i = 0; i < SAMPLES; i++) {
      double[] one = new double[to];
      step().map(Arrays.copyOfRange(raw, i * from, (i + 1) * from), shape(), one);
      System.arraycopy(one, 0, mapped, i * to, to);
    }
    return mapped;
  }

  private static Preprocessing plain(Tokens tokens) {
    return Preprocessing.fit(
        PreprocessSettings.of(Settings.defaults()),
        Optional.empty(),
        tokens,
        Kernels.best(),
        Workers.of(2));
  }

  private Preprocessing steps(Tokens tokens) {
    PreprocessSettings settings =
        PreprocessSettings.of(Settings.defaults().with(PreprocessSettings.STANDARDIZE, "true"));
    return Preprocessing.fit(settings, Optional.of(step()), tokens, Kernels.best(), Workers.of(2));
  }

  private PreprocessingStep step() {
    return provider().create(Settings.defaults());
  }

  private double[] values(double scale, int samples) {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[samples * shape().size()];
    Arrays.setAll(values, i -> scale * (2 * random.nextDouble() - 1));
    return values;
  }
}
