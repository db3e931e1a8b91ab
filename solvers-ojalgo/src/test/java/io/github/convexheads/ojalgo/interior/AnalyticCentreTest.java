package io.github.convexheads.ojalgo.interior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import org.junit.jupiter.api.Test;

/** The point that the path of exact relu begins at. */
class AnalyticCentreTest {
  /** A cone of 2e-6 in width, and a row far from it. */
  private static final Matrix THIN = Matrix.of(new double[] {1e-6, 1, 1e-6, -1, 1, 0}, 3, 2);

  private final Kernel kernel = Kernels.best();

  @Test
  void multipliersInInverseProportionPullAlongTheCentre() {
    double[] centre = AnalyticCentre.of(THIN, new double[] {5, 4e-6}, kernel).orElseThrow();

    assertThat(centre[0]).isCloseTo(1, within(1e-9));
    assertThat(centre[1]).isCloseTo(0, within(1e-9));
    double[] pull = new double[2];
    for (int i = 0; i < 3; i++) {
      double slack = THIN.get(i, 0) * centre[0] + THIN.get(i, 1) * centre[1];
      for (int r = 0; r < 2; r++) {
        pull[r] += THIN.get(i, r) / slack;
      }
    }
    assertThat(pull[0]).isCloseTo(3, within(1e-5));
  }

  @Test
  void aPointOnAWallIsNotInside() {
    assertThat(AnalyticCentre.of(THIN, new double[] {1, 1e-6}, kernel)).isEmpty();
  }
}
