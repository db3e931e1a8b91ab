package io.github.convexheads.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.settings.SharedPlugin;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every metric must do: the best outputs have the best value, values lie within their bounds,
 * and nothing depends on the order of samples, whatever their number of rows. A metric's test
 * inherits all of it:
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

  /** Also with T rows of outputs a sample, one a token, as heads with pooling none have. */
  @ParameterizedTest(name = "T = {0}")
  @ValueSource(ints = {1, 2, 5})
  void theOrderOfSamplesDoesNotMatterAndOutputsAreNotChanged(int positions) {
    SplittableRandom random = new SplittableRandom(5);
    Targets targets = inSamples(targets(random, ROWS), positions);
    assumeTrue(metric().suits(targets), "one row a sample alone");
    int samples = ROWS / positions;
    int size = positions * targets.outputs();
    double[] outputs = random.doubles((long) samples * size, -2, 2).toArray();
    double[] kept = outputs.clone();
    double[] reversed = new double[outputs.length];
    int[] order = new int[samples];
    Arrays.setAll(order, i -> samples - 1 - i);
    for (int i = 0; i < samples; i++) {
      System.arraycopy(outputs, order[i] * size, reversed, i * size, size);
    }

    double value = metric().measure(outputs, targets).value();

    assertThat(outputs).isEqualTo(kept);
    assertThat(metric().measure(reversed, targets.select(order)).value())
        .as("the value of the same %d samples of %d rows in another order", samples, positions)
        .isCloseTo(value, within(1e-12 * (1 + Math.abs(value))));
  }

  @Test
  void severalThreadsAreAnsweredAsOne() {
    Metric shared = metric();
    SplittableRandom random = new SplittableRandom(7);
    Targets targets = targets(random, ROWS);
    double[][] outputs = new double[8][];
    Arrays.setAll(outputs, i -> random.doubles((long) ROWS * targets.outputs(), -2, 2).toArray());
    SharedPlugin.assertAnswersAlikeToAllThreads(
        i -> shared.measure(outputs[i], targets), outputs.length);
  }

  /** The same rows of targets as samples of several rows. */
  private static Targets inSamples(Targets rows, int positions) {
    int c = rows.outputs();
    IntStream all = IntStream.range(0, rows.samples());
    if (rows instanceof ClassLabels labels) {
      return new ClassLabels(all.map(labels::label).toArray(), positions, c);
    }
    if (rows instanceof MultiLabels labels) {
      boolean[] member = new boolean[rows.samples() * c];
      all.forEach(e -> IntStream.range(0, c).forEach(p -> member[e * c + p] = labels.has(e, p)));
      return new MultiLabels(member, positions, c);
    }
    double[] values = new double[rows.samples() * c];
    Arrays.setAll(values, e -> ((RealTargets) rows).value(e / c, e % c));
    return new RealTargets(values, positions, c);
  }

  private Metric metric() {
    return provider().create(Settings.defaults());
  }
}
