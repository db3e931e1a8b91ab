package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descents whose local minima are known. */
class LocalDescentTest {
  /** Rosenbrock's function, whose minimum is 0 at (1, 1). */
  private static double rosenbrock(double[] x, double[] g) {
    double rise = x[1] - x[0] * x[0];
    g[0] = -400 * rise * x[0] - 2 * (1 - x[0]);
    g[1] = 200 * rise;
    return 100 * rise * rise + (1 - x[0]) * (1 - x[0]);
  }

  /** x^2 + |x - 3|, whose minimum is 2.75 at 0.5, and whose kink is at 3. */
  private static double kinked(double[] x, double[] g) {
    g[0] = 2 * x[0] + Math.signum(x[0] - 3);
    return x[0] * x[0] + Math.abs(x[0] - 3);
  }

  @Test
  void aCurvedValleyIsFollowedToItsEnd() {
    double[] end =
        LocalDescent.minimise(
            LocalDescentTest::rosenbrock, new double[] {-1.2, 1}, 200, better -> {});

    assertThat(end).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void aKinkOnTheWayDoesNotEndTheDescent() {
    double[] end =
        LocalDescent.minimise(LocalDescentTest::kinked, new double[] {40}, 50, better -> {});

    assertThat(end).containsExactly(new double[] {0.5}, within(1e-6));
  }

  @Test
  void everyPointThatIsHeardOfIsLower() {
    double[] start = {-1.2, 1};
    double[] g = new double[2];
    List<Double> values = new ArrayList<>(List.of(rosenbrock(start, g)));

    double[] end =
        LocalDescent.minimise(
            LocalDescentTest::rosenbrock, start, 8, better -> values.add(rosenbrock(better, g)));

    assertThat(values).hasSizeGreaterThan(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(values.get(values.size() - 1)).isEqualTo(rosenbrock(end, g));
  }
}
