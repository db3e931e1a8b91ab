package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BranchedNormTest {
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({"3,2,5,60", "2,5,3,60", "8,3,9,400", "4,4,16,2000", "1,3,1,20", "6,1,4,0"})
  void theBoundsMeetAtTheMaximum(int r, int c, int rows, int halvings) {
    SplittableRandom random = new SplittableRandom(100L * r + c);
    for (int trial = 0; trial < 10; trial++) {
      double[] m = gaussian(random, r * c);
      ConeProjection cone = cone(random, r, rows);
      BranchedNorm norm = new BranchedNorm(KERNEL, m, r, c, cone);
      for (int step = 0; step < halvings && !norm.exhausted(); step++) {
        norm.halve();
      }

      assertThat(norm.upper()).isCloseTo(norm.lower(), within(1e-4 * norm.upper()));
      assertThat(norm.upper()).isGreaterThanOrEqualTo(sampled(random, m, r, c, cone));
    }
  }

  /** Beyond the leading singular vectors the bound is coarser, and still a bound. */
  @Test
  void noPointOfTheConeIsAboveTheBoundHoweverFarItGot() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 20; trial++) {
      int r = 3 + random.nextInt(8);
      int c = 1 + random.nextInt(9);
      double[] m = gaussian(random, r * c);
      ConeProjection cone = cone(random, r, 1 + random.nextInt(12));
      BranchedNorm norm = new BranchedNorm(KERNEL, m, r, c, cone);
      double most = sampled(random, m, r, c, cone);
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 50 && !norm.exhausted(); step++) {
        assertThat(norm.upper()).isGreaterThanOrEqualTo(most).isLessThanOrEqualTo(before);
        before = norm.upper();
        norm.halve();
      }
      assertThat(norm.upper()).isGreaterThanOrEqualTo(most);
    }
  }

  @Test
  void aConeThatHoldsNothingButZeroHasNormZero() {
    double[] k = {1, 0, -1, 0, 0, 1, 0, -1};

    BranchedNorm norm =
        new BranchedNorm(KERNEL, new double[] {1, 2, 3, 4}, 2, 2, ConeProjection.of(k, 2));

    assertThat(norm.upper()).isLessThan(1e-11);
  }

  /** Where no inequality binds the maximum is the norm, and what rounding may do is added to it. */
  @Test
  void theErrorOfProductsIsPartOfTheBound() {
    int r = 200;
    int c = 100;
    double[] m = new double[r * c];
    m[0] = 1;

    double upper = new BranchedNorm(KERNEL, m, r, c, ConeProjection.of(half(r), r)).upper();

    double error = 0x1p-50 * (r + 8.0 * c);
    assertThat(upper - 1).isBetween(0.8 * error, 1.2 * error);
  }

  /** With N the part of M beyond five singular vectors, the bound is sqrt(h^2 + ||N||^2). */
  @Test
  void whatIsNotBranchedOverIsAddedBySquares() {
    int r = 7;
    double[] m = new double[r * r];
    for (int i = 0; i < r; i++) {
      m[i * r + i] = i == 0 ? 1 : 0.6 - 0.02 * i;
    }
    BranchedNorm norm = new BranchedNorm(KERNEL, m, r, r, ConeProjection.of(half(r), r));
    for (int step = 0; step < 4000 && norm.upper() > 1.115; step++) {
      norm.halve();
    }

    assertThat(norm.upper()).isBetween(Math.hypot(1, 0.5), 1.13);
    assertThat(norm.lower()).isBetween(1 - 1e-6, 1.0);
  }

  /** The half space of u with u_1 >= 0, which holds u or -u of every u. */
  private static double[] half(int r) {
    double[] k = new double[r];
    k[0] = 1;
    return k;
  }

  /** The largest u^T M v / (||u|| ||v||) over projected points, climbed from by alternation. */
  private static double sampled(
      SplittableRandom random, double[] m, int r, int c, ConeProjection cone) {
    double best = 0;
    for (int start = 0; start < 300; start++) {
      double[] v = gaussian(random, c);
      for (int step = 0; step < 5; step++) {
        double[] target = new double[r];
        for (int i = 0; i < m.length; i++) {
          target[i / c] += m[i] * v[i % c];
        }
        double[] u = cone.project(target).point();
        double size = Vectors.norm(u);
        if (!(size > 1e-6 * Vectors.norm(target))) {
          break;
        }
        Arrays.fill(v, 0);
        for (int i = 0; i < m.length; i++) {
          v[i % c] += m[i] * u[i / c] / size;
        }
        best = Math.max(best, Vectors.norm(v) * (1 - 1e-9));
      }
    }
    return best;
  }

  private static ConeProjection cone(SplittableRandom random, int r, int rows) {
    double[] w = gaussian(random, r);
    double[] k = gaussian(random, rows * r);
    for (int i = 0; i < rows; i++) {
      double side = 0;
      for (int j = 0; j < r; j++) {
        side += k[i * r + j] * w[j];
      }
      for (int j = 0; j < r && side < 0; j++) {
        k[i * r + j] = -k[i * r + j];
      }
    }
    return ConeProjection.of(k, r);
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] x = new double[length];
    Arrays.setAll(x, i -> random.nextGaussian());
    return x;
  }
}
