package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanczosBoundTest {

  /** Chi-square with two degrees of freedom is exponential; with one it is a squared normal. */
  @Test
  void smallBallsHaveTheProbabilityThatWasAskedFor() {
    assertThat(LanczosBound.smallBall(2, 1e-6)).isCloseTo(2e-6, within(1e-15));
    assertThat(LanczosBound.smallBall(1, 1e-6)).isCloseTo(Math.PI / 2 * 1e-12, within(1e-24));
    assertThat(LanczosBound.smallBall(8, 1e-12))
        .isCloseTo(2 * Math.pow(24e-12, 0.25), within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void smallBallsAreAsRareAsTheySayInSamples(int b) {
    SplittableRandom random = new SplittableRandom(b);
    double x = LanczosBound.smallBall(b, 0.01);
    int trials = 200_000;
    int within = 0;
    for (int trial = 0; trial < trials; trial++) {
      double squares = 0;
      for (int i = 0; i < b; i++) {
        double value = random.nextGaussian();
        squares += value * value;
      }
      within += squares < x ? 1 : 0;
    }

    assertThat(within / (double) trials).isBetween(0.003, 0.0107);
  }

  /**
   * A diagonal matrix whose spectral measure is known exactly: with all of it seen, the bound of
   * degree k excludes whatever any polynomial of that degree excludes, and never an eigenvalue
   * whose weight is at least x.
   */
  @Test
  void noEigenvalueOfSufficientWeightIsExcludedAtAnyDegree() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      int n = 2 + random.nextInt(12);
      double[] values = random.doubles(n).sorted().toArray();
      double[] descending = new double[n];
      Arrays.setAll(descending, i -> values[n - 1 - i]);
      double[] weights = random.doubles(n).map(w -> w * w).toArray();
      weights[0] = Math.max(weights[0], 1e-6);
      for (int degree = 0; degree < n; degree++) {
        double x = weights[0] * (1 - 1e-9);
        double upper = new LanczosBound(descending, weights, degree).upper(x);
        assertThat(upper).isGreaterThanOrEqualTo(descending[0]);
      }
      double hidden = descending[0] * 1.5;
      double[] known = Arrays.copyOf(weights, n);
      double least = 1e-8;
      double[] both = new double[n + 1];
      System.arraycopy(descending, 0, both, 1, n);
      both[0] = hidden;
      double[] withHidden = new double[n + 1];
      System.arraycopy(known, 0, withHidden, 1, n);
      withHidden[0] = least;
      for (int degree = 0; degree < 6; degree++) {
        assertThat(upperOfGauss(both, withHidden, degree, least * (1 - 1e-9)))
            .isGreaterThanOrEqualTo(hidden * (1 - 1e-9));
      }
    }
  }

  /** The bound from Gauss nodes alone, as Lanczos sees it after degree + 1 steps. */
  private static double upperOfGauss(double[] theta, double[] w, int degree, double x) {
    double[][] lanczos = GaussNodes.of(theta, w, Math.min(degree + 1, theta.length));
    return new LanczosBound(lanczos[0], lanczos[1], lanczos[0].length - 1).upper(x);
  }

  @Test
  void moreSeenMeansALowerBound() {
    double[] ritz = {1, 0.5, 0.25, 0.1};
    double[] weights = {1, 1, 1, 1};
    double last = Double.POSITIVE_INFINITY;
    for (int degree = 1; degree < 4; degree++) {
      double upper = new LanczosBound(ritz, weights, degree).upper(1e-6);
      assertThat(upper).isLessThan(last);
      last = upper;
    }
    assertThat(new LanczosBound(ritz, weights, 3).upper(1)).isBetween(1.0, 1.3);
  }

  @Test
  void nothingSeenIsZero() {
    assertThat(new LanczosBound(new double[] {0}, new double[] {1}, 0).upper(1)).isZero();
  }
}
