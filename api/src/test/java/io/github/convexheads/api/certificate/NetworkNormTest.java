package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.LocalData.Activations;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds over all relu heads, held against heads in many directions and against the relaxation. */
class NetworkNormTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int DIRECTIONS = 4000;

  /** Some activations of two weights. */
  private record Given(int m, int c, double[] a, double[] w) {
    static Given random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int m = 3 + random.nextInt(20);
      int c = 1 + random.nextInt(3);
      return new Given(
          m,
          c,
          random.doubles(2L * m, -1, 1).toArray(),
          random.doubles((long) c * m, -1, 1).toArray());
    }

    Activations activations() {
      return new Activations(Matrix.of(a, m, 2), Matrix.of(w, m, c));
    }

    double bound(int rounds) {
      return NetworkNorm.of(KERNEL, activations(), rounds, () -> false);
    }

    Given times(double first, double second) {
      return new Given(m, c, scaled(a, first), scaled(w, second));
    }

    /** ||sum_m max(0, a_m.u) w_m|| of the best u of many. */
    double network() {
      double best = 0;
      for (int i = 0; i < DIRECTIONS; i++) {
        double angle = 2 * Math.PI * i / DIRECTIONS;
        double[] sum = new double[c];
        for (int j = 0; j < m; j++) {
          double z = a[2 * j] * Math.cos(angle) + a[2 * j + 1] * Math.sin(angle);
          for (int p = 0; p < c && z > 0; p++) {
            sum[p] += z * w[j * c + p];
          }
        }
        best = Math.max(best, Math.sqrt(squares(sum, 0, c)));
      }
      return best;
    }

    /** Half the largest eigenvalue of [Q C; C^T P] for any T. */
    double relaxation(double[] t) {
      int side = 2 + c;
      double[] whole = new double[side * side];
      for (int j = 0; j < m; j++) {
        double[] row = new double[side];
        for (int i = 0; i < side; i++) {
          row[i] = i < 2 ? Math.sqrt(t[j]) * a[2 * j + i] : w[j * c + i - 2] / Math.sqrt(t[j]);
        }
        for (int i = 0; i < side * side; i++) {
          whole[i] += row[i / side] * row[i % side];
        }
      }
      return KERNEL.eigen(whole, side).values()[0] / 2;
    }

    /** ||w_m|| / ||a_m||. */
    double[] even() {
      double[] t = new double[m];
      Arrays.setAll(t, j -> Math.sqrt(squares(w, j * c, c) / squares(a, 2 * j, 2)));
      return t;
    }
  }

  private static double squares(double[] x, int from, int count) {
    return Arrays.stream(x, from, from + count).map(v -> v * v).sum();
  }

  private static double[] scaled(double[] x, double by) {
    return Arrays.stream(x).map(v -> by * v).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noHeadIsAboveTheBound(long seed) {
    Given given = Given.random(seed);
    double network = given.network();

    for (int rounds : new int[] {1, 2, 30}) {
      assertThat(given.bound(rounds)).isGreaterThanOrEqualTo(network);
    }
    assertThat(given.bound(30)).isLessThan(given.bound(1)).isLessThan(3.5 * network);
  }

  /** The first weights make all terms of the same kind equal, and both sides equally large. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theFirstBoundIsThatOfEvenWeights(long seed) {
    Given given = Given.random(seed);
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = -2000; i <= 2000; i++) {
      lowest = Math.min(lowest, given.relaxation(scaled(given.even(), Math.exp(i * 1e-3))));
    }

    double first = given.bound(1);

    assertThat(first).isBetween(lowest * (1 - 1e-6), lowest * 1.02);
  }

  /** Rounds find most of what the best weights would gain. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void manyRoundsComeCloseToTheLowestBound(long seed) {
    Given given = Given.random(seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] best = given.even();
    double lowest = given.relaxation(best);
    for (int i = 0; i < 6000; i++) {
      double size = Math.pow(10, -3 * random.nextDouble());
      double[] next = best.clone();
      Arrays.setAll(next, j -> next[j] * Math.exp(size * random.nextGaussian()));
      double value = given.relaxation(next);
      if (value < lowest) {
        lowest = value;
        best = next;
      }
    }

    double last = given.bound(400);

    double allowed = Math.max(0.6 * (given.bound(1) - lowest), 1e-3 * lowest);
    assertThat(last).isBetween(lowest * 0.98, lowest + allowed);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-60, 1e-3, 1, 1e3, 1e60})
  void oneActivationIsBoundedExactlyAndAnythingScales(double scale) {
    Given one = new Given(1, 2, new double[] {3, -4}, new double[] {5, 12});
    Given many = Given.random(20);

    double bound = one.times(scale, 1 / (3 * scale)).bound(1);

    assertThat(bound).isBetween(65.0 / 3, 65.0 / 3 * (1 + 1e-12));
    double expected = scale * many.bound(30);
    assertThat(many.times(scale, 1).bound(30)).isCloseTo(expected, within(1e-9 * expected));
    assertThat(many.times(1, scale).bound(30)).isCloseTo(expected, within(1e-9 * expected));
  }

  /** What rounding may have taken away is added: some last places of all terms. */
  @Test
  void theBoundIsAboveTheExactOneByRounding() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] a = random.doubles(2, -1, 1).toArray();
      double[] w = random.doubles(1, -1, 1).toArray();
      double exact = Math.hypot(a[0], a[1]) * Math.abs(w[0]);

      double bound = new Given(1, 1, a, w).bound(1);

      assertThat(bound).isBetween(exact * (1 + 0x1p-48), exact * (1 + 0x1p-43));
    }
  }

  @Test
  void activationsThatSeeOrGiveNothingAddNothing() {
    Given given = Given.random(5);
    int m = given.m();
    double[] a = Arrays.copyOf(given.a(), 2 * (m + 2));
    double[] w = Arrays.copyOf(given.w(), given.c() * (m + 2));
    a[2 * m] = 1;
    w[given.c() * (m + 1)] = 1;

    double bound = new Given(m + 2, given.c(), a, w).bound(1);

    assertThat(bound).isBetween(given.network(), given.bound(1) * 1.001);
    double nothing = new Given(2, 1, new double[4], new double[2]).bound(30);
    assertThat(nothing).isBetween(0.0, 1e-290);
  }

  @Test
  void theFirstRoundIsFinishedAndRoundsEndWhenTheyNoLongerHelp() {
    Given given = Given.random(3);
    AtomicInteger asked = new AtomicInteger();

    double stopped = NetworkNorm.of(KERNEL, given.activations(), 30, () -> true);
    NetworkNorm.of(KERNEL, given.activations(), 100_000, () -> asked.incrementAndGet() > 100_000);

    assertThat(stopped).isEqualTo(given.bound(1));
    assertThat(asked.get()).isBetween(19, 99);
    assertThat(NetworkNorm.of(KERNEL, given.activations(), 0, () -> false)).isInfinite();
  }
}
