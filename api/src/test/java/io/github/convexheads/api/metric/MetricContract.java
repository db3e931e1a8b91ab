package io.github.convexheads.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What every metric must do: the best outputs have the best value, values lie within their bounds,
 * and nothing depends on the order of samples. A metric's test inherits all of it:
 *
 * <pre>{@code
 * class MyMetricContractTest extends MetricContract {
 *   @Override
 *   protected MetricProvider provider() {
 *     return new MyMetricProvider();
 *   }
 *
 *   @Override
 *   protected Targets targets(SplittableRandom random, int rows) {
 *     return Targets.labels(random.ints(rows, 0, 3).toArray(), 3);
 *   }
 *
 *   @Override
 *   protected double[] best(Targets targets) { ... }
 *
 *   @Override
 *   protected double expectedBest() {
 *     return 1;
 *   }
 * }
 * }</pre>
 */
public abstract class MetricContract {
  private static final int ROWS = 60;

  /**
   * Returns the provider under test.
   *
   * @return the provider
   */
  protected abstract MetricProvider provider();

  /**
   * Makes targets that suit the metric.
   *
   * @param random where to draw from
   * @param rows the number of samples, one row each
   * @return the targets
   */
  protected abstract Targets targets(SplittableRandom random, int rows);

  /**
   * Returns outputs than which none are better.
   *
   * @param targets the targets
   * @return n x c outputs
   */
  protected abstract double[] best(Targets targets);

  /**
   * Returns the value of the best outputs.
   *
   * @return the value
   */
  protected abstract double expectedBest();

  @Test
  void theMetricHasTheIdOfItsProvider() {
    assertThat(metric().id()).isEqualTo(provider().id());
    assertThat(metric().description()).isNotBlank().doesNotContain("\n");
    assertThat(metric().direction()).isNotNull();
  }

  @Test
  void theBestOutputsHaveTheBestValueAndNoOthersABetterOne() {
    SplittableRandom random = new SplittableRandom(4);
    Targets targets = targets(random, ROWS);
    assertThat(metric().suits(targets)).isTrue();

    double best = metric().measure(best(targets), targets).value();

    assertThat(best).isCloseTo(expectedBest(), within(1e-12));
    for (int trial = 0; trial < 20; trial++) {
      double[] outputs = random.doubles((long) ROWS * targets.outputs(), -2, 2).toArray();
      double value = metric().measure(outputs, targets).value();
      assertThat(metric().direction().better(value, best)).isFalse();
      assertThat(value).isBetween(metric().least(), metric().greatest());
    }
  }

  @Test
  void theOrderOfSamplesDoesNotMatterAndOutputsAreNotChanged() {
    SplittableRandom random = new SplittableRandom(5);
    Targets targets = targets(random, ROWS);
    int c = targets.outputs();
    double[] outputs = random.doubles((long) ROWS * c, -2, 2).toArray();
    double[] kept = outputs.clone();
    double[] reversed = new double[outputs.length];
    int[] order = new int[ROWS];
    Arrays.setAll(order, i -> ROWS - 1 - i);
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(outputs, order[i] * c, reversed, i * c, c);
    }

    double value = metric().measure(outputs, targets).value();

    assertThat(outputs).isEqualTo(kept);
    assertThat(metric().measure(reversed, targets.select(order)).value())
        .isCloseTo(value, within(1e-12 * (1 + Math.abs(value))));
  }

  private Metric metric() {
    return provider().create(Settings.defaults());
  }
}
