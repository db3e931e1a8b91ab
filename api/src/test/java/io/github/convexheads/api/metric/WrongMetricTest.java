package io.github.convexheads.api.metric;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** What the contract of metrics finds. */
class WrongMetricTest {

  @Test
  void aMetricThatTakesOneRowASampleIsFound() {
    MetricContract wrong = contract(new AbsoluteError(Targets::samples));
    MetricContract right = contract(new AbsoluteError(t -> t.samples() * t.positions()));

    assertThatCode(() -> wrong.theOrderOfSamplesDoesNotMatterAndOutputsAreNotChanged(1))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> wrong.theOrderOfSamplesDoesNotMatterAndOutputsAreNotChanged(2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("30 samples of 2 rows");
    assertThatCode(() -> right.theOrderOfSamplesDoesNotMatterAndOutputsAreNotChanged(5))
        .doesNotThrowAnyException();
  }

  @Test
  void aMetricThatKeepsOutputsInAFieldIsFound() {
    MetricContract wrong = contract(new AbsoluteError(Targets::samples));

    assertThatThrownBy(wrong::severalThreadsAreAnsweredAsOne)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4 threads at once");
  }

  private static final class AbsoluteError implements Metric {
    private final ToIntFunction<Targets> rows;
    private volatile double[] kept = {};

    AbsoluteError(ToIntFunction<Targets> rows) {
      this.rows = rows;
    }

    @Override
    public String id() {
      return "absolute-error";
    }

    @Override
    public String description() {
      return "Mean absolute error.";
    }

    @Override
    public Metric.Direction direction() {
      return Metric.Direction.LOWER;
    }

    @Override
    public boolean suits(Targets targets) {
      return targets instanceof RealTargets;
    }

    @Override
    public Metric.Measurement measure(double[] outputs, Targets targets) {
      kept = outputs;
      LockSupport.parkNanos(1000);
      int count = rows.applyAsInt(targets) * targets.outputs();
      double sum = 0;
      for (int e = 0; e < count; e++) {
        double y = ((RealTargets) targets).value(e / targets.outputs(), e % targets.outputs());
        sum += Math.abs(kept[e] - y);
      }
      return Metric.Measurement.of(sum / count);
    }
  }

  private static MetricContract contract(Metric metric) {
    return new MetricContract() {
      @Override
      protected MetricProvider provider() {
        return new MetricProvider() {
          @Override
          public int spiVersion() {
            return SPI_VERSION;
          }

          @Override
          public String id() {
            return "absolute-error";
          }

          @Override
          public String description() {
            return "mean absolute error";
          }

          @Override
          public Metric create(Settings settings) {
            return metric;
          }
        };
      }

      @Override
      protected Targets targets(SplittableRandom random, int rows) {
        return Targets.values(random.doubles(2L * rows).toArray(), 2);
      }

      @Override
      protected double[] best(Targets targets) {
        return new double[0];
      }

      @Override
      protected double expectedBest() {
        return 0;
      }
    };
  }
}
