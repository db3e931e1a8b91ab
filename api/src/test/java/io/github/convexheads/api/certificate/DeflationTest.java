package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.certificate.GradientNorm.Closeness;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of an eigenvalue from some directions and a bound of what they leave out. */
class DeflationTest {
  private static final Kernel KERNEL = Kernels.best();

  /** What construction and products round at most, relative to the largest eigenvalue. */
  private static final double ROUNDING = 1e-11;

  @ParameterizedTest(name = "{0} directions")
  @ValueSource(ints = {1, 4, 12, 29})
  void noDirectionsMakeTheBoundTooLow(int r) {
    for (long seed = 0; seed < 10; seed++) {
      double[] s = new double[30];
      Arrays.setAll(s, h -> h < 3 ? 2 - 0.1 * h : 1.0 / h);
      GivenMatrix given = GivenMatrix.withSingularValues(40, 30, s, seed);
      GradientProducts m = new GradientProducts(given.at(), 0);
      Matrix d = directions(30, r, seed);

      double scale = m.unit() * m.unit();
      double upper = Deflation.of(m, d).upper(rest(given, d) / scale) * scale;

      assertThat(upper).isGreaterThanOrEqualTo(4 * (1 - ROUNDING));
    }
  }

  /** One direction of two leaves a number out, with which the two by two matrix is known. */
  @Test
  void withTheRestKnownTheBoundIsTheEigenvalueItself() {
    for (long seed = 0; seed < 10; seed++) {
      GivenMatrix given = GivenMatrix.withSingularValues(3, 2, new double[] {2, 1}, seed);
      GradientProducts m = new GradientProducts(given.at(), 0);
      Matrix d = directions(2, 1, seed + 1);

      double scale = m.unit() * m.unit();
      double upper = Deflation.of(m, d).upper(rest(given, d) / scale) * scale;

      assertThat(upper).isCloseTo(4, within(1e-10));
    }
  }

  /** What may be left is what makes the bound the one that is to be proven. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-3, 0.5})
  void whatMayBeLeftGivesTheBoundAskedFor(double above) {
    double[] theta = {3, 2.5, 1};
    SplittableRandom random = new SplittableRandom(5);
    Matrix b = Matrix.zeros(Precision.FLOAT64, 6, 3);
    for (int i = 0; i < 18; i++) {
      b.set(i / 3, i % 3, 1e-3 * random.nextGaussian());
    }
    Matrix coupling = KERNEL.multiply(b.transposed(), b);
    Matrix inner = Matrix.zeros(Precision.FLOAT64, 3, 3);
    for (int i = 0; i < 3; i++) {
      inner.set(i, i, theta[i]);
    }
    double lambda = 3 + above;

    double allowed = Deflation.allowed(KERNEL, lambda, theta, coupling);

    Matrix d = Matrix.zeros(Precision.FLOAT64, 6, 3);
    assertThat(allowed).isLessThan(lambda);
    assertThat(new Deflation(KERNEL, d, inner, coupling, 3).upper(allowed))
        .isCloseTo(lambda, within(1e-12));
  }

  /** The bound is the largest eigenvalue of [T, F^T; F, c I] with F^T F = B^T B. */
  @ParameterizedTest(name = "coupling {0}")
  @ValueSource(doubles = {0, 1e-9, 1e-4, 1, 1e3})
  void theBoundIsTheEigenvalueOfAllThatMayBe(double coupling) {
    SplittableRandom random = new SplittableRandom(8);
    for (double c : new double[] {0, 0.3, 0.999, 1, 1.001, 5}) {
      Matrix f = Matrix.zeros(Precision.FLOAT64, 4, 4);
      Matrix inner = Matrix.zeros(Precision.FLOAT64, 4, 4);
      Matrix all = Matrix.zeros(Precision.FLOAT64, 8, 8);
      for (int i = 0; i < 4; i++) {
        inner.set(i, i, 1 - 1e-3 * i);
        all.set(i, i, inner.get(i, i));
        all.set(4 + i, 4 + i, c);
        for (int j = 0; j < 4; j++) {
          f.set(i, j, coupling * random.nextGaussian());
          all.set(4 + i, j, f.get(i, j));
        }
      }
      double expected = KERNEL.eigen(all).values()[0];

      Matrix d = Matrix.zeros(Precision.FLOAT64, 9, 4);
      Matrix product = KERNEL.multiply(f.transposed(), f);
      double upper = new Deflation(KERNEL, d, inner, product, 1).upper(c);

      assertThat(upper).as("c = %s", c).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void nothingFollowsWithoutABoundOfTheRest() {
    GivenMatrix given = GivenMatrix.withSingularValues(3, 2, new double[] {2, 1}, 1);
    GradientProducts m = new GradientProducts(given.at(), 0);

    assertThat(Deflation.of(m, directions(2, 1, 1)).upper(Double.POSITIVE_INFINITY)).isInfinite();
  }

  /** Eleven values near the top, of which more than one step is needed to see all. */
  @Test
  void theSubspaceThatIsFoundLeavesACoarseBoundEnough() {
    double[] s = new double[120];
    Arrays.setAll(s, h -> h < 11 ? 1 - 0.005 * h : 0.5);
    GivenMatrix given = GivenMatrix.withSingularValues(130, 120, s, 3);
    GradientProducts m = new GradientProducts(given.at(), 0);

    Matrix none = BlockLanczos.noDirections(m.at(), 0);
    Matrix d = LeadingSubspace.of(m, 0, 0, Closeness.within(1e-6), none).directions();
    Deflation found = Deflation.of(m, d);

    double scale = m.unit() * m.unit();
    assertThat(found.top() * scale).isCloseTo(1, within(1e-6));
    assertThat(rest(given, d)).isLessThan(0.98);
    assertThat(found.upper(0.98 / scale) * scale).isBetween(1 - ROUNDING, 1 + 1e-5);
  }

  /** The largest eigenvalue of (I - D D^T) M^T M (I - D D^T). */
  private static double rest(GivenMatrix given, Matrix d) {
    Matrix m = Matrix.of(given.values(), given.rows(), given.columns());
    Matrix overlap = KERNEL.multiply(m, d);
    Matrix left = m.copy();
    left.addScaled(-1, KERNEL.multiply(overlap, d.transposed()));
    return KERNEL.eigen(KERNEL.multiply(left.transposed(), left)).values()[0];
  }

  private static Matrix directions(int n, int r, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix d = Matrix.zeros(Precision.FLOAT64, n, r);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < r; j++) {
        d.set(i, j, random.nextGaussian());
      }
    }
    return Orthonormal.of(d, 0).columns();
  }
}
