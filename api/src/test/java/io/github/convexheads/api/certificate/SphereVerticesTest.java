package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SphereVerticesTest {
  /** Of a linear h the plane through its values is h itself. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aLinearFunctionIsBoundedByItsLengthWhateverTheOrderOfCorners(int r) {
    SplittableRandom random = new SplittableRandom(r);
    for (int trial = 0; trial < 20; trial++) {
      double[] g = random.doubles(r, 0.1, 1).toArray();
      SphereVertices vertices = new SphereVertices(r, v -> Vectors.dot(g, v));
      int[] corners = new int[r];
      Arrays.setAll(corners, i -> vertices.axis((i + 1) % r, true));
      double size = Vectors.norm(g);

      assertThat(vertices.bound(corners)).isBetween(size, size * (1 + 1e-12));
      if (r > 1) {
        corners[0] = vertices.between(corners[0], corners[1]);
        double most =
            Arrays.stream(corners)
                .mapToDouble(v -> Vectors.dot(g, point(vertices, v)))
                .max()
                .orElseThrow();
        assertThat(vertices.bound(corners)).isBetween(most * (1 - 1e-12), size * (1 + 1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void noUnitVectorOfTheConeIsAboveTheBound(int r) {
    SplittableRandom random = new SplittableRandom(10 + r);
    for (int trial = 0; trial < 30; trial++) {
      double[] a = random.doubles((long) r * r, -1, 1).toArray();
      SphereVertices vertices = new SphereVertices(r, v -> Vectors.norm(times(a, v)));
      int[] corners = new int[r];
      Arrays.setAll(corners, i -> vertices.axis(i, random.nextBoolean()));
      double whole = vertices.bound(corners);
      for (int step = 0; step < 4; step++) {
        corners[step % r] = vertices.between(corners[step % r], corners[(step + 1) % r]);
      }
      double part = vertices.bound(corners);

      double most = 0;
      for (int i = 0; i < 300; i++) {
        double[] v = new double[r];
        for (int corner : corners) {
          Vectors.addScaled(random.nextDouble(), point(vertices, corner), v);
        }
        most = Math.max(most, Vectors.norm(times(a, v)) / Vectors.norm(v));
      }
      assertThat(part).isGreaterThanOrEqualTo(most).isLessThan(2 * most);
      assertThat(whole).isGreaterThanOrEqualTo(most);
    }
  }

  /** A vertex is found again by distances from the axes: of unit vectors 2 - 2 v_i. */
  private static double[] point(SphereVertices vertices, int at) {
    double[] v = new double[vertices.dimensions()];
    Arrays.setAll(
        v,
        i -> {
          double away = vertices.distance(at, vertices.axis(i, true));
          return 1 - away * away / 2;
        });
    return v;
  }

  private static double[] times(double[] a, double[] v) {
    double[] image = new double[v.length];
    for (int i = 0; i < a.length; i++) {
      image[i / v.length] += a[i] * v[i % v.length];
    }
    return image;
  }

  @Test
  void everyVertexIsComputedOnceAndLiesHalfWay() {
    AtomicInteger computed = new AtomicInteger();
    SphereVertices vertices =
        new SphereVertices(
            2,
            v -> {
              computed.incrementAndGet();
              assertThat(Vectors.norm(v)).isCloseTo(1, within(1e-15));
              return 1;
            });
    assertThat(computed).hasValue(4);
    int first = vertices.axis(0, true);
    int second = vertices.axis(1, false);

    int middle = vertices.between(first, second);

    assertThat(vertices.between(second, first)).isEqualTo(middle);
    assertThat(computed).hasValue(5);
    assertThat(vertices.distance(first, vertices.axis(0, false))).isEqualTo(2);
    double half = 2 * Math.sin(Math.PI / 8);
    assertThat(vertices.distance(first, middle)).isCloseTo(half, within(1e-15));
    assertThat(vertices.distance(second, middle)).isCloseTo(half, within(1e-15));
  }

  /** Corners so close that no plane is told by them are bounded along their middle. */
  @Test
  void cornersThatCoincideAreBoundedAlongTheirMiddle() {
    SphereVertices vertices = new SphereVertices(2, v -> v[0] > 0 ? 3 : 0);
    int first = vertices.axis(0, true);

    assertThat(vertices.bound(first, first)).isBetween(3.0, 3 * (1 + 1e-12));
    assertThat(vertices.bound(first, vertices.axis(0, false))).isInfinite();
    assertThat(vertices.bound(vertices.axis(1, true), vertices.axis(0, false))).isZero();
  }

  @Test
  void aValueThatIsNotANumberBoundsNothing() {
    double[][] axes = {{1, 0}, {0, 1}};

    assertThat(SimplicialBound.of(axes, new double[] {3, 4})).isBetween(5.0, 5 * (1 + 1e-13));
    assertThat(SimplicialBound.of(axes, new double[] {3, Double.NaN})).isInfinite();
    assertThat(SimplicialBound.of(axes, new double[] {Double.NaN, 0})).isInfinite();
  }
}
