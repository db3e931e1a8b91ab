package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.program.Facets;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CopositiveBoundTest {
  private static final Kernel KERNEL = Kernels.best();

  @Test
  void inThePlaneItIsTheMaximumOverAFineGridOfDirections() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 40; trial++) {
      double[] w = gaussian(random, 2);
      double[] k = facing(random, w, 2 + random.nextInt(5));
      double[] m = gaussian(random, 6);

      double bound = CopositiveBound.of(KERNEL, m, 2, 3, k, w, 0);

      double best = 0;
      for (int step = 0; step < 200_000; step++) {
        double angle = 2 * Math.PI * step / 200_000;
        double[] u = {Math.cos(angle), Math.sin(angle)};
        best = feasible(k, u) ? Math.max(best, value(m, u, 3)) : best;
      }
      assertThat(bound).isGreaterThanOrEqualTo(best);
      assertThat(bound).isCloseTo(best, within(1e-4 * value(m, w, 3) + 1e-4 * bound));
    }
  }

  @Test
  void noPointOfTheConeIsAboveIt() {
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 40; trial++) {
      int r = 2 + random.nextInt(4);
      double[] w = gaussian(random, r);
      double[] k = facing(random, w, 1 + random.nextInt(10));
      double[] m = gaussian(random, 2 * r);
      double bound = CopositiveBound.of(KERNEL, m, r, 2, k, w, 0);
      for (int point = 0; point < 2000; point++) {
        double[] u = gaussian(random, r);
        double push = random.nextDouble() * 3;
        Arrays.setAll(u, i -> u[i] + push * w[i]);
        if (feasible(k, u)) {
          assertThat(value(m, u, 2)).isLessThanOrEqualTo(bound);
        }
      }
    }
  }

  @Test
  void onlyTheFacetsOfAConeAreLeftAndTheBoundIsTheSame() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 10; trial++) {
      double[] w = gaussian(random, 2);
      double[] k = facing(random, w, 12);
      double[] m = gaussian(random, 4);

      double[] facets = Facets.of(k, 2);

      assertThat(facets).hasSize(4);
      double bound = CopositiveBound.of(KERNEL, m, 2, 2, facets, w, 0);
      assertThat(bound)
          .isCloseTo(CopositiveBound.of(KERNEL, m, 2, 2, k, w, 0), within(1e-5 * bound));
    }
  }

  @Test
  void onTheSphereItIsNeverBelowAFineGridAndCloseToIt() {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 20; trial++) {
      double[] w = gaussian(random, 3);
      double[] k = withImpliedRows(random, facing(random, w, 3 + random.nextInt(4)), 3);
      double[] m = gaussian(random, 6);

      double bound = CopositiveBound.of(KERNEL, m, 3, 2, Facets.of(k, 3), w, 0);

      double best = 0;
      int steps = 400;
      for (int i = 0; i < steps; i++) {
        double height = 2 * (i + 0.5) / steps - 1;
        for (int j = 0; j < steps; j++) {
          double angle = 2 * Math.PI * j / steps;
          double radius = Math.sqrt(1 - height * height);
          double[] u = {radius * Math.cos(angle), radius * Math.sin(angle), height};
          best = feasible(k, u) ? Math.max(best, value(m, u, 2)) : best;
        }
      }
      double spectral = CopositiveBound.of(KERNEL, m, 3, 2, new double[0], w, 0);
      assertThat(bound).isGreaterThanOrEqualTo(best);
      assertThat(bound).isCloseTo(best, within(0.03 * spectral));
    }
  }

  /** 80 inequalities in 16 dimensions have 3160 pairs, of which 540 are taken. */
  @Test
  void someOfManyPairsBoundMuchOfWhatTheSpectralNormLeavesOpen() {
    SplittableRandom random = new SplittableRandom(6);
    int r = 16;
    double[] w = gaussian(random, r);
    double[] k = facing(random, w, 80);
    double[] m = gaussian(random, 8 * r);

    double bound = CopositiveBound.of(KERNEL, m, r, 8, k, w, 0);

    double spectral = CopositiveBound.of(KERNEL, m, r, 8, new double[0], w, 0);
    assertThat(bound).isLessThan(0.8 * spectral);
    assertThat(bound).isGreaterThanOrEqualTo(value(m, w, 8));
    for (int point = 0; point < 20_000; point++) {
      double[] u = gaussian(random, r);
      double push = random.nextDouble() * 3;
      Arrays.setAll(u, i -> u[i] + push * w[i]);
      if (feasible(k, u)) {
        assertThat(value(m, u, 8)).isLessThanOrEqualTo(bound);
      }
    }
  }

  @Test
  void theFacetsDescribeTheSameCone() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 40; trial++) {
      int r = 1 + random.nextInt(5);
      double[] w = gaussian(random, r);
      double[] k = withImpliedRows(random, facing(random, w, 1 + random.nextInt(8)), r);
      double[] facets = Facets.of(k, r);
      assertThat(facets.length).isLessThan(k.length);
      for (int point = 0; point < 2000; point++) {
        double[] u = gaussian(random, r);
        double push = random.nextDouble() * 3;
        Arrays.setAll(u, i -> u[i] + push * w[i]);
        double[] inside = u.clone();
        Arrays.setAll(inside, i -> inside[i] + 1e-9 * w[i]);
        if (feasible(facets, u)) {
          assertThat(feasible(k, inside)).isTrue();
        }
        if (feasible(k, u)) {
          assertThat(feasible(facets, u)).isTrue();
        }
      }
    }
  }

  @Test
  void aHalfLineLeavesOnlyItsOwnDirection() {
    double[] k = {0, 1, 1e-3, -1};
    double[] w = {1, 1e-4};

    double bound = CopositiveBound.of(KERNEL, new double[] {0.1, 5}, 2, 1, k, w, 0);

    assertThat(bound).isCloseTo(Math.pow(0.1 + 5e-3, 2), within(1e-4));
  }

  private static double value(double[] m, double[] u, int c) {
    double squares = 0;
    double length = 0;
    for (int p = 0; p < c; p++) {
      double sum = 0;
      for (int i = 0; i < u.length; i++) {
        sum += m[i * c + p] * u[i];
      }
      squares += sum * sum;
    }
    for (double x : u) {
      length += x * x;
    }
    return squares / length;
  }

  private static boolean feasible(double[] k, double[] u) {
    for (int a = 0; a < k.length / u.length; a++) {
      double sum = 0;
      for (int i = 0; i < u.length; i++) {
        sum += k[a * u.length + i] * u[i];
      }
      if (sum < 0) {
        return false;
      }
    }
    return true;
  }

  /** Unit rows with a positive product with w. */
  private static double[] facing(SplittableRandom random, double[] w, int count) {
    int r = w.length;
    double[] k = new double[count * r];
    for (int a = 0; a < count; a++) {
      double[] row = gaussian(random, r);
      double size = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
      double inner = 0;
      for (int i = 0; i < r; i++) {
        inner += row[i] * w[i];
      }
      for (int i = 0; i < r; i++) {
        k[a * r + i] = Math.signum(inner) * row[i] / size;
      }
    }
    return k;
  }

  /** The rows with one of them twice and with normalised sums of two of them. */
  private static double[] withImpliedRows(SplittableRandom random, double[] k, int r) {
    int m = k.length / r;
    double[] more = Arrays.copyOf(k, (m + 3) * r);
    System.arraycopy(k, random.nextInt(m) * r, more, m * r, r);
    for (int extra = m + 1; extra < m + 3; extra++) {
      int one = random.nextInt(m);
      int other = random.nextInt(m);
      double squares = 0;
      for (int i = 0; i < r; i++) {
        more[extra * r + i] = k[one * r + i] + 0.3 * k[other * r + i];
        squares += more[extra * r + i] * more[extra * r + i];
      }
      for (int i = 0; i < r; i++) {
        more[extra * r + i] /= Math.sqrt(squares);
      }
    }
    return more;
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  /** Where no multiplier helps, the bound is the square and what rounding may do. */
  @Test
  void theErrorOfSumsIsPartOfTheBound() {
    int rows = 40;
    double[] k = new double[rows];
    Arrays.fill(k, 1);
    double[] w = {1};
    for (double m : new double[] {1, -3, 1e-3}) {
      double square = m * m;
      double bound = CopositiveBound.of(Kernels.best(), new double[] {m}, 1, 1, k, w, 2 * square);
      double alone = CopositiveBound.of(Kernels.best(), new double[] {m}, 1, 1, w, w, 2 * square);

      double error = square * (3e-14 + 0x1p-52 * rows * (rows - 1) / 2);
      assertThat(bound - square).isBetween(0.95 * error, 1.05 * error);
      assertThat(alone - square).isBetween(0.95 * 3e-14 * square, 1.05 * 3e-14 * square);
    }
  }

  @Test
  void theWorkOfABoundIsThatOfTheNormalEquationsOfPairs() {
    assertThat(CopositiveBound.work(5, 3)).isEqualTo(300.0 * 10 * 6 * 6);
    assertThat(CopositiveBound.work(2, 4)).isEqualTo(300.0 * 100);
    assertThat(CopositiveBound.work(1, 4)).isZero();
  }
}
