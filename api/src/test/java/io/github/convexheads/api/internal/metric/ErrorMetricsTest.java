package io.github.convexheads.api.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import org.junit.jupiter.api.Test;

class ErrorMetricsTest {
  private static final RealTargets VALUES = Targets.values(new double[] {1, 0, 3, 10, 5, 20}, 2);
  private static final double[] OUTPUTS = {2, 0, 3, 14, 4, 20};

  @Test
  void errorsAreMeansOverRowsAndOutputsWithThoseOfEveryOutput() {
    Metric.Measurement squared = new MeanSquaredError().measure(OUTPUTS, VALUES);
    Metric.Measurement absolute = new MeanAbsoluteError().measure(OUTPUTS, VALUES);

    assertThat(squared.value()).isCloseTo(3, within(1e-15));
    assertThat(squared.parts()).containsExactly(2 / 3.0, 16 / 3.0);
    assertThat(absolute.value()).isCloseTo(1, within(1e-15));
    assertThat(absolute.parts()).containsExactly(2 / 3.0, 4 / 3.0);
  }

  @Test
  void rSquaredComparesWithTheMeanOfEveryOutput() {
    Metric.Measurement found = new RSquared().measure(OUTPUTS, VALUES);

    assertThat(found.value()).isCloseTo(1 - 18 / 208.0, within(1e-15));
    assertThat(found.parts()).containsExactly(1 - 2 / 8.0, 1 - 16 / 200.0);
  }

  @Test
  void targetsThatDoNotVaryHaveNoRSquared() {
    RealTargets constant = Targets.values(new double[] {1, 1}, 1);

    assertThat(new RSquared().measure(new double[] {0, 1}, constant).value()).isNaN();
  }

  @Test
  void aDefinedValueIsBetterThanNoneAndTheDirectionDecidesElse() {
    assertThat(Metric.Direction.HIGHER.better(2, 1)).isTrue();
    assertThat(Metric.Direction.LOWER.better(2, 1)).isFalse();
    assertThat(Metric.Direction.LOWER.better(1, 1)).isFalse();
    assertThat(Metric.Direction.LOWER.better(1, Double.NaN)).isTrue();
    assertThat(Metric.Direction.HIGHER.better(Double.NaN, 1)).isFalse();
    assertThat(Metric.Direction.HIGHER.better(Double.NaN, Double.NaN)).isFalse();
  }
}
