package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.certificate.GradientNorm.Closeness;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds of a spectral norm that is known by construction. */
class SpectralNormTest {
  private static final Factors NOTHING = new Factors(4, 3, 0, new double[0], new double[0]);

  /** What construction and products round at most, relative to the norm. */
  private static final double ROUNDING = 3e-13;

  static Stream<Arguments> spectra() {
    return Stream.of(
        spectrum("geometric", 40, 30, h -> Math.pow(0.7, h)),
        spectrum("linear", 60, 45, h -> 1 - h / 50.0),
        spectrum("all equal", 40, 40, h -> 1),
        spectrum("half equal, half almost", 50, 50, h -> h % 2 == 0 ? 1 : 1 - 1e-9),
        spectrum("a tight cluster at the top", 80, 60, h -> h < 20 ? 1 - 1e-7 * h : 0.5),
        spectrum("one outlier by a hair", 80, 60, h -> h == 0 ? 1 + 1e-6 : 1),
        spectrum("one large outlier", 60, 70, h -> h == 0 ? 1e6 : 1),
        spectrum("rank one", 30, 50, h -> h == 0 ? 3 : 0),
        spectrum("rank two, equal", 30, 50, h -> h < 2 ? 3 : 0),
        spectrum("wide", 20, 90, h -> 1.0 / (1 + h)),
        spectrum("tiny", 30, 20, h -> 1e-9 / (1 + h)),
        spectrum("huge", 30, 20, h -> 1e9 / (1 + h)),
        spectrum("squares underflow", 30, 20, h -> 1e-200 / (1 + h)),
        spectrum("squares overflow", 30, 20, h -> 1e200 / (1 + h)),
        spectrum("one by one", 1, 1, h -> 2),
        spectrum("one row", 1, 9, h -> 2),
        spectrum("one column", 9, 1, h -> 2));
  }

  private static Arguments spectrum(String name, int rows, int columns, IntToDoubleFunction value) {
    double[] s = new double[Math.min(rows, columns)];
    Arrays.setAll(s, value);
    return Arguments.of(name, rows, columns, s);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spectra")
  void theExactNormLiesBetweenItsBounds(String name, int rows, int columns, double[] s) {
    double norm = Arrays.stream(s).max().orElseThrow();
    for (long seed = 0; seed < 5; seed++) {
      GivenMatrix m = GivenMatrix.withSingularValues(rows, columns, s, seed);

      SpectralNorm found = SpectralNorm.of(m.at(), 0, 1e-9);

      assertThat(found.failureProbability()).isZero();
      assertThat(found.upper()).isGreaterThanOrEqualTo(norm * (1 - ROUNDING));
      assertThat(found.lower()).isLessThanOrEqualTo(norm * (1 + ROUNDING));
      double rounding = 2 * m.at().gradientError();
      assertThat(found.upper() - found.lower()).isLessThanOrEqualTo(rounding + 1e-12 * norm);
    }
  }

  /** Whatever rounding may do to products is added above and taken off below. */
  @Test
  void theErrorOfProductsIsPartOfBothBounds() {
    for (int side : new int[] {3, 60}) {
      double[] s = new double[side];
      Arrays.setAll(s, h -> 1.0 / (1 + h));
      Evaluation sound = GivenMatrix.withSingularValues(side, side, s, side).at();
      Evaluation rough =
          (Evaluation)
              Proxy.newProxyInstance(
                  Evaluation.class.getClassLoader(),
                  new Class<?>[] {Evaluation.class},
                  (self, method, arguments) ->
                      method.getName().equals("gradientError")
                          ? (Object) 0.25
                          : method.invoke(sound, arguments));

      SpectralNorm found = SpectralNorm.of(rough, 0, 1e-9);

      assertThat(found.upper()).isBetween(1.25 * (1 - ROUNDING), 1.6);
      assertThat(found.lower()).isBetween(0.4, 0.75 * (1 + ROUNDING));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spectra")
  void lanczosNeverBoundsTheNormTooLowAtAnyAccuracy(
      String name, int rows, int columns, double[] s) {
    double norm = Arrays.stream(s).max().orElseThrow();
    for (double accuracy : new double[] {0.5, 1e-2, 1e-5, 1e-9}) {
      for (long seed = 0; seed < 5; seed++) {
        GivenMatrix m = GivenMatrix.withSingularValues(rows, columns, s, seed);

        SpectralNorm found = m.lanczos(0).run(accuracy);

        assertThat(found.upper()).isGreaterThanOrEqualTo(norm * (1 - ROUNDING));
        assertThat(found.lower()).isLessThanOrEqualTo(norm * (1 + ROUNDING));
        assertThat(found.upper()).isLessThanOrEqualTo(found.lower() * (1 + accuracy + ROUNDING));
      }
    }
  }

  @Test
  void lanczosStopsEarlyOnAMatrixTooLargeForTheExactWayAndIsStillRight() {
    SplittableRandom random = new SplittableRandom(3);
    double[] s = new double[SpectralNorm.FEW_SIDE + 10];
    Arrays.setAll(s, h -> h == 0 ? 2 : random.nextDouble());
    GivenMatrix m = GivenMatrix.withSingularValues(s.length + 5, s.length, s, 4);

    SpectralNorm found = SpectralNorm.of(m.at(), 0, 1e-6);

    assertThat(found.failureProbability()).isPositive().isLessThanOrEqualTo(1e-9);
    assertThat(found.lower()).isLessThanOrEqualTo(2 * (1 + ROUNDING));
    assertThat(found.upper()).isBetween(2 * (1 - ROUNDING), 2 * (1 + 2e-6));
    assertThat(found.pairs()).isEmpty();
  }

  /**
   * What the search for a norm finds on its way: the pairs, and that the norm is not below them.
   */
  @Test
  void theSearchForALargeNormFindsItsPairsInBothOrientations() {
    double[] s = new double[SpectralNorm.FEW_SIDE + 10];
    Arrays.setAll(s, h -> h < 4 ? 5 - h : 1.0 / (2 + h));
    for (int[] shape : new int[][] {{s.length + 5, s.length}, {s.length, s.length + 5}}) {
      GivenMatrix m = GivenMatrix.withSingularValues(shape[0], shape[1], s, 8);
      Factors nothing = new Factors(shape[0], shape[1], 0, new double[0], new double[0]);
      GradientNorm norm = new GradientNorm(m.at(), 0, 3, Closeness.within(1e-8));

      SingularPairs pairs = norm.pairs(nothing);
      assertThat(norm.lower()).isBetween(5 * (1 - 1e-8), 5 * (1 + ROUNDING));
      assertThat(pairs.count()).isEqualTo(3);
      for (int h = 0; h < 3; h++) {
        assertThat(pairs.values()[h]).isCloseTo(5 - h, within(1e-6));
        assertPair(m, pairs, h);
      }
      SpectralNorm found = norm.bounded((lower, upper) -> upper <= lower * (1 + 1e-6));
      assertThat(found.upper()).isBetween(5 * (1 - ROUNDING), 5 * (1 + 2e-6));
    }
  }

  @Test
  void aZeroMatrixHasNormZeroAndNoPairs() {
    GivenMatrix m = new GivenMatrix(4, 3, new double[12]);

    assertThat(SpectralNorm.of(m.at(), 0, 1e-9).upper()).isZero();
    assertThat(SpectralNorm.of(m.at(), 0, 1e-9).pairs().orElseThrow().count()).isZero();
    assertThat(m.lanczos(0).run(1e-9).upper()).isZero();
    assertThat(new GolubKahanLanczos(m.at(), 0).near(NOTHING, 2).count()).isZero();
  }

  @Test
  void leadingPairsAreSingularPairs() {
    double[] s = {5, 4, 3, 2, 1, 0.5};
    for (int[] shape : new int[][] {{9, 6}, {6, 9}}) {
      GivenMatrix m = GivenMatrix.withSingularValues(shape[0], shape[1], s, 6);
      Factors nothing = new Factors(shape[0], shape[1], 0, new double[0], new double[0]);
      for (SingularPairs pairs :
          new SingularPairs[] {
            SingularPairs.near(m.at(), 0, nothing, 3),
            new GolubKahanLanczos(m.at(), 0).near(nothing, 3)
          }) {
        assertThat(pairs.count()).isEqualTo(3);
        for (int h = 0; h < 3; h++) {
          assertThat(pairs.values()[h]).isCloseTo(s[h], within(1e-6));
          assertPair(m, pairs, h);
        }
      }
    }
  }

  /** As many pairs as are asked for, although one start sees only one of equal values. */
  @Test
  void equalSingularValuesAreAllFound() {
    double[] s = new double[40];
    Arrays.fill(s, 2);
    GivenMatrix m = GivenMatrix.withSingularValues(40, 40, s, 7);
    Factors nothing = new Factors(40, 40, 0, new double[0], new double[0]);

    SingularPairs pairs = new GolubKahanLanczos(m.at(), 0).near(nothing, 20);

    assertThat(pairs.count()).isEqualTo(20);
    for (int h = 0; h < 20; h++) {
      assertThat(pairs.values()[h]).isCloseTo(2, within(1e-12));
      assertPair(m, pairs, h);
    }
  }

  /** One start sees each of few values once, and as many starts as fit into its steps. */
  @Test
  void valuesThatRepeatOftenAreAllFoundWhereManyAreWanted() {
    double[] s = new double[300];
    Arrays.setAll(s, i -> i < 100 ? 3 : i < 200 ? 2 : 1);
    GivenMatrix m = GivenMatrix.withSingularValues(300, 300, s, 7);
    Factors nothing = new Factors(300, 300, 0, new double[0], new double[0]);

    SingularPairs pairs = SingularPairs.near(m.at(), 0, nothing, 20);

    assertThat(pairs.count()).isEqualTo(20);
    for (int h = 0; h < 20; h++) {
      assertThat(pairs.values()[h]).isCloseTo(3, within(1e-9));
      assertPair(m, pairs, h);
    }
  }

  /** The identity plus a rank-one term that no start that could be known beforehand sees. */
  @Test
  void aRankOneTermBesideAnIdentityIsSeenByEveryBound() {
    int n = 300;
    SplittableRandom known = new SplittableRandom(0x9e3779b97f4a7c15L + n);
    double[] start = new double[n];
    Arrays.setAll(start, i -> known.nextGaussian());
    double[] v = new double[n];
    v[0] = start[1];
    v[1] = -start[0];
    double length = Math.hypot(v[0], v[1]);
    double[] values = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        values[i * n + j] = (i == j ? 1 : 0) + 9 * v[i] * v[j] / (length * length);
      }
    }
    GivenMatrix m = new GivenMatrix(n, n, values);

    for (int bound = 0; bound < 3; bound++) {
      SpectralNorm found = SpectralNorm.of(m.at(), 0, 1e-6);
      assertThat(found.upper()).isBetween(10 * (1 - ROUNDING), 10 * (1 + 1e-5));
      assertThat(found.lower()).isCloseTo(10, within(1e-4));
    }
  }

  /** M v = s u with unit u and v. */
  private static void assertPair(GivenMatrix m, SingularPairs pairs, int h) {
    int k = pairs.count();
    double left = 0;
    double right = 0;
    for (int r = 0; r < m.rows(); r++) {
      double image = 0;
      for (int c = 0; c < m.columns(); c++) {
        image += m.values()[r * m.columns() + c] * pairs.right()[c * k + h];
      }
      double u = pairs.left()[r * k + h];
      assertThat(image).isCloseTo(pairs.values()[h] * u, within(1e-5));
      left += u * u;
    }
    for (int c = 0; c < m.columns(); c++) {
      right += pairs.right()[c * k + h] * pairs.right()[c * k + h];
    }
    assertThat(left).isCloseTo(1, within(1e-6));
    assertThat(right).isCloseTo(1, within(1e-6));
  }
}
