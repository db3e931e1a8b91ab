package io.github.convexheads.api.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConeProjectionTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void theProjectionIsFeasibleAndTheRestIsNormalToTheCone(int length) {
    SplittableRandom random = new SplittableRandom(length);
    for (int trial = 0; trial < 50; trial++) {
      int rows = 1 + random.nextInt(3 * length + 2);
      double[] k = gaussian(random, rows * length);
      double[] m = gaussian(random, length);

      ConeProjection.Result result = ConeProjection.of(k.clone(), length).project(m);

      double[] x = result.point();
      double[] rest = new double[length];
      Arrays.setAll(rest, r -> m[r] - x[r]);
      for (int i = 0; i < rows; i++) {
        assertThat(dot(k, i, x)).isGreaterThanOrEqualTo(-1e-11 * Vectors.norm(k) * Vectors.norm(m));
      }
      assertThat(Vectors.dot(rest, x)).isCloseTo(0, within(1e-11 * Vectors.dot(m, m)));
      assertThat(Arrays.stream(result.multipliers()).min().orElseThrow()).isGreaterThanOrEqualTo(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void theDualNormIsTheOneFoundByTryingEveryFace(int length) {
    SplittableRandom random = new SplittableRandom(100 + length);
    for (int trial = 0; trial < 60; trial++) {
      int rows = 1 + random.nextInt(6);
      double[] k = gaussian(random, rows * length);
      double[] m = gaussian(random, length);

      double found = ConeProjection.of(k.clone(), length).dualNorm(m);

      assertThat(found).isCloseTo(overAllFaces(k, rows, m), within(1e-10 * Vectors.norm(m)));
    }
  }

  @Test
  void noFeasiblePointBeatsTheDualNorm() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 300; trial++) {
      int length = 1 + random.nextInt(6);
      int rows = 1 + random.nextInt(12);
      double[] k = gaussian(random, rows * length);
      double[] m = gaussian(random, length);
      ConeProjection cone = ConeProjection.of(k.clone(), length);
      double[] u = cone.project(gaussian(random, length)).point();

      double size = Vectors.norm(u);

      assertThat(Vectors.dot(u, m)).isLessThanOrEqualTo(size * cone.dualNorm(m) + 1e-12);
    }
  }

  @Test
  void oppositeRowsLeaveOnlyTheirCommonPlane() {
    double[] k = {1, 0, 0, -1, 0, 0, 1, 0, 0};
    double[] m = {5, 3, 4};

    ConeProjection cone = ConeProjection.of(k, 3);

    assertThat(cone.project(m).point()).containsExactly(new double[] {0, 3, 4}, within(1e-14));
    assertThat(cone.dualNorm(m)).isCloseTo(5, within(1e-12));
  }

  @Test
  void zeroRowsAndZeroVectorsAreHarmless() {
    ConeProjection cone = ConeProjection.of(new double[] {0, 0, 1, 0}, 2);

    assertThat(cone.dualNorm(new double[2])).isZero();
    assertThat(cone.dualNorm(new double[] {-3, 0})).isCloseTo(0, within(1e-12));
  }

  /** The margin is that of sums of {@code length} products of what the point is made of. */
  @Test
  void dualNormsLieAboveTheProjectionByTheirRounding() {
    SplittableRandom random = new SplittableRandom(9);
    int told = 0;
    for (int trial = 0; trial < 50; trial++) {
      ConeProjection cone = ConeProjection.of(gaussian(random, 20), 5);
      double[] m = gaussian(random, 5);
      Arrays.setAll(m, r -> 1e3 * m[r]);
      ConeProjection.Result projected = cone.project(m);
      double norm = Vectors.norm(projected.point());
      double sizes = Vectors.norm(m) + Arrays.stream(projected.multipliers()).sum();
      double margin = 84 * 0x1p-52 * sizes;
      if (norm > 0.1 && norm < 0.9 * Vectors.norm(m)) {
        told++;
        assertThat(cone.dualNorm(m) - norm).isBetween(0.98 * margin, 1.02 * margin);
      }
    }
    assertThat(told).isGreaterThan(10);
  }

  /** max u.m over faces: on each, the optimum is the projection on a subspace, if feasible. */
  private static double overAllFaces(double[] k, int rows, double[] m) {
    int length = m.length;
    double best = 0;
    for (int set = 0; set < 1 << rows; set++) {
      double[] x = m.clone();
      double[][] basis = new double[rows][];
      int count = 0;
      for (int i = 0; i < rows; i++) {
        if ((set >> i & 1) == 1) {
          double[] v = Arrays.copyOfRange(k, i * length, (i + 1) * length);
          for (int b = 0; b < count; b++) {
            remove(v, basis[b]);
          }
          double size = Vectors.norm(v);
          if (size > 1e-9) {
            Arrays.setAll(v, r -> v[r] / size);
            basis[count++] = v;
            remove(x, v);
          }
        }
      }
      boolean feasible = true;
      for (int i = 0; i < rows; i++) {
        feasible &= dot(k, i, x) >= -1e-10;
      }
      best = feasible ? Math.max(best, Vectors.norm(x)) : best;
    }
    return best;
  }

  private static void remove(double[] x, double[] unit) {
    for (int pass = 0; pass < 2; pass++) {
      double overlap = Vectors.dot(x, unit);
      for (int r = 0; r < x.length; r++) {
        x[r] -= overlap * unit[r];
      }
    }
  }

  private static double dot(double[] k, int row, double[] x) {
    double sum = 0;
    for (int r = 0; r < x.length; r++) {
      sum += k[row * x.length + r] * x[r];
    }
    return sum;
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
