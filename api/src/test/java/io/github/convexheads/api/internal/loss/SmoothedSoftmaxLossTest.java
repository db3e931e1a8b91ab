package io.github.convexheads.api.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossContract;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmoothedSoftmaxLossTest extends LossContract {
  @Override
  protected Loss loss() {
    return new SmoothedSoftmaxLoss(0.1);
  }

  @Override
  protected Targets targets(SplittableRandom random, int rows, int outputs) {
    return Targets.labels(random.ints(rows, 0, outputs).toArray(), outputs);
  }

  @Override
  protected Targets unsuited() {
    return Targets.values(new double[] {0.5, 1.5}, 2);
  }

  /** Where softmax is the smoothed label, the loss is its entropy. */
  @Test
  void theLeastLossIsTheEntropyOfTheSmoothedLabel() {
    Targets y = Targets.labels(new int[] {1}, 2);
    double[] best = {Math.log(0.05), Math.log(0.95)};
    double entropy = -0.05 * Math.log(0.05) - 0.95 * Math.log(0.95);
    double[] gradient = new double[2];
    loss().gradient(best, 0, y, 0, gradient);

    assertThat(loss().value(best, 0, y, 0)).isCloseTo(entropy, within(1e-15));
    assertThat(gradient[0]).isCloseTo(0, within(1e-15));
    assertThat(gradient[1]).isCloseTo(0, within(1e-15));
  }

  @Test
  void theSettingOfSoftmaxCreatesIt() {
    SoftmaxLossProvider provider = new SoftmaxLossProvider();
    Settings smooth = Settings.of("loss", provider.settings(), Map.of("label-smoothing", "0.1"));

    assertThat(provider.create(smooth)).isInstanceOf(SmoothedSoftmaxLoss.class);
    assertThat(provider.create(Settings.defaults())).isInstanceOf(SoftmaxLoss.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesASmoothingThatIsNoShare(double epsilon) {
    assertThatThrownBy(() -> new SmoothedSoftmaxLoss(epsilon))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
