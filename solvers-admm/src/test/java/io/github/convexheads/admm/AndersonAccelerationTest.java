package io.github.convexheads.admm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import org.junit.jupiter.api.Test;

/** Extrapolation where residuals change, and none where only rounding makes them differ. */
class AndersonAccelerationTest {
  @Test
  void findsTheFixedPointOfALineAfterTwoSteps() {
    AndersonAcceleration acceleration = acceleration();
    double[] v = {0};
    for (int step = 0; step < 2; step++) {
      v = acceleration.next(v, new double[] {0.9 * v[0] + 1});
    }

    assertThat(v[0]).isCloseTo(10, within(1e-12));
  }

  @Test
  void dropsChangesOfTheResidualThatAreRounding() {
    AndersonAcceleration acceleration = acceleration();
    double[] first = acceleration.next(new double[] {1, 0}, new double[] {1, 0.25});
    double[] image = {1, 0.5 + 0x1p-52};

    double[] second = acceleration.next(first, image);

    assertThat(first).containsExactly(1, 0.25);
    assertThat(second).containsExactly(image);
  }

  @Test
  void followsChangesOfTheResidualThatAreSmallButNoRounding() {
    AndersonAcceleration acceleration = acceleration();
    double[] first = acceleration.next(new double[] {1, 0}, new double[] {1, 0.25});

    double[] second = acceleration.next(first, new double[] {1, 0.5 - 0x1p-9});

    // The residual falls by 2^-9 a step of 1/4: it is zero 2^7 such steps further on.
    assertThat(second[1]).isCloseTo(0x1p5, within(1.0));
  }

  @Test
  void takesUpThePlainIterateWhereAnExtrapolationMadeTheResidualLonger() {
    AndersonAcceleration acceleration = acceleration();
    double[] first = acceleration.next(new double[] {0}, new double[] {1});
    double[] plain = {1.5};
    double[] second = acceleration.next(first, plain);

    double[] third = acceleration.next(second, new double[] {second[0] + 100});

    assertThat(second).isNotEqualTo(plain);
    assertThat(third).containsExactly(plain);
  }

  /** T moves by 1, and by 1e-12 more or less from step to step. */
  @Test
  void doesNotRunAwayWhereTheIterationMovesAtConstantPace() {
    AndersonAcceleration acceleration = acceleration();
    double[] v = {0};
    for (int step = 0; step < 200; step++) {
      v = acceleration.next(v, new double[] {v[0] + 1 - 1e-12 * (step % 3)});
    }

    // Ten extrapolations of at most 1e3 are kept.
    assertThat(v[0]).isBetween(100.0, 2e4);
  }

  private static AndersonAcceleration acceleration() {
    return new AndersonAcceleration(5, Kernels.best());
  }
}
