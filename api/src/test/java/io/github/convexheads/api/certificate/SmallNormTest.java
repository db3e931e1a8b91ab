package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.certificate.GradientNorm.Closeness;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Factors;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds of norms by every way there is, on matrices small enough to know all about. */
class SmallNormTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final double ROUNDING = 3e-13;

  private static double[] spectrum(int count, IntToDoubleFunction value) {
    double[] s = new double[count];
    Arrays.setAll(s, value);
    return s;
  }

  @ParameterizedTest
  @CsvSource({"9, 6", "6, 9", "6, 6"})
  void theExactNormAndItsPairsAreThoseOfTheMatrix(int rows, int columns) {
    double[] s = {5, 4, 3, 2, 1, 0.5};
    GivenMatrix m = GivenMatrix.withSingularValues(rows, columns, s, 3);

    SpectralNorm found = SpectralNorm.of(m.at(), 0, 4, (lower, upper) -> true);

    double error = m.at().gradientError();
    assertThat(found.failureProbability()).isZero();
    assertThat(found.upper()).isBetween(5 * (1 - 1e-15) + error / 2, 5 * (1 + 1e-14) + 2 * error);
    assertThat(found.lower()).isBetween(5 * (1 - 1e-14) - 2 * error, 5 - error / 2);
    SingularPairs pairs = found.pairs().orElseThrow();
    assertThat(pairs.values()).containsExactly(Arrays.copyOf(s, 4), within(1e-12));
    Matrix dense = Matrix.of(m.values(), rows, columns);
    Matrix image = KERNEL.multiply(dense, Matrix.of(pairs.right(), columns, 4));
    for (int r = 0; r < rows; r++) {
      for (int h = 0; h < 4; h++) {
        assertThat(image.get(r, h)).isCloseTo(s[h] * pairs.left()[r * 4 + h], within(1e-12));
      }
    }
  }

  /** A product of residuals and features errs; so does the sum of its squares. */
  @Test
  void aMarginIsLeftForRoundingOfProductsAndOfTheGramMatrix() {
    GivenMatrix one = new GivenMatrix(1, 1, new double[] {2});
    double error = one.at().gradientError();

    SpectralNorm within = new SpectralNorm(2, 2, 0, Optional.empty()).within(3, one.at());

    assertThat(within.lower()).isEqualTo(2 - 3 * error);
    assertThat(within.upper()).isEqualTo((2 + 3 * error) * (1 + 0x1p-51));
    assertThat(new SpectralNorm(0, 2, 0, Optional.empty()).within(1, one.at()).lower()).isZero();
    SpectralNorm exact = SpectralNorm.exact(one.at(), 0, 1);
    double gram = 0x1p-53 * (9 * (1 + 0x1p-20) + 72);
    assertThat(exact.upper())
        .isCloseTo((2 * Math.sqrt(1 + gram) + error) * (1 + 0x1p-51), within(2e-15));
    assertThat(exact.lower()).isCloseTo(2 * Math.sqrt(1 - gram) - error, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"22, 20", "20, 22"})
  void lanczosBoundsWhatIsTrueAsCloselyAsItIsAskedTo(int rows, int columns) {
    for (double[] s :
        new double[][] {
          spectrum(20, h -> 1.0 / (1 + h)),
          spectrum(20, h -> 1),
          spectrum(20, h -> h == 0 ? 7 : 0),
          spectrum(20, h -> h < 3 ? 1e-200 * (3 - h) : 1e-203)
        }) {
      double norm = s[0];
      for (double accuracy : new double[] {0.3, 1e-3, 1e-9}) {
        GivenMatrix m = GivenMatrix.withSingularValues(rows, columns, s, 5);

        BlockLanczos lanczos = m.lanczos(2);
        SpectralNorm found = lanczos.run(accuracy);

        assertThat(lanczos.estimate()).isBetween(0.0, norm * (1 + 1e-6));
        assertThat(found.failureProbability()).isEqualTo(BlockLanczos.FAILURE);
        assertThat(found.pairs()).isEmpty();
        assertThat(found.upper())
            .isBetween(norm * (1 - ROUNDING), norm * (1 + accuracy + ROUNDING));
        assertThat(found.lower())
            .isBetween(norm / (1 + accuracy + ROUNDING), norm * (1 + ROUNDING));
      }
    }
  }

  /** Bounds from a few looks are asked about until they content, and the last are returned. */
  @Test
  void theCallerIsAskedUntilContent() {
    GivenMatrix m = GivenMatrix.withSingularValues(22, 20, spectrum(20, h -> 1 - h / 40.0), 6);
    int[] asked = new int[1];

    SpectralNorm first = m.lanczos(0).run((l, u) -> ++asked[0] > 0);
    assertThat(asked[0]).isEqualTo(1);
    assertThat(first.upper()).isGreaterThan(1.2);
    SpectralNorm never = m.lanczos(0).run((l, u) -> ++asked[0] < 0);
    assertThat(asked[0]).isGreaterThan(10);
    assertThat(never.upper()).isBetween(1 - ROUNDING, 1 + 1e-12);
    assertThat(never.lower()).isBetween(1 - 1e-12, 1 + ROUNDING);
  }

  /** The eigenvalue of [t b; b c] above both t and c, as a function of what is left out. */
  @Test
  void theBoundOfOneDirectionIsTheEigenvalueOfTwoByTwo() {
    GivenMatrix m = new GivenMatrix(2, 2, new double[] {2, 1, 0, 1});
    GradientProducts products = new GradientProducts(m.at(), 0);
    Deflation found = Deflation.of(products, Matrix.of(new double[] {1, 0}, 2, 1));

    double squared = products.unit() * products.unit();
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.top() * squared).isCloseTo(4, within(1e-14));
    assertThat(found.coupling().get(0, 0) * squared * squared).isCloseTo(4, within(1e-11));
    for (double c : new double[] {0, 2, 4, 30}) {
      double expected = (4 + c) / 2 + Math.sqrt((4 - c) * (4 - c) / 4 + 4);
      assertThat(found.upper(c / squared) * squared).isCloseTo(expected, within(1e-11 * expected));
    }
    assertThat(found.lower()).isLessThan(found.top()).isGreaterThan(found.top() * (1 - 1e-13));
    assertThat(Deflation.rounding(10, 3)).isEqualTo(98 * 0x1p-53);
    assertThat(Deflation.of(products, Matrix.of(new double[0], 2, 0)).upper(3)).isEqualTo(3);
  }

  @Test
  void smallBlocksGiveExactPairsAndBoundsAtOnce() {
    double[] s = {5, 4, 3, 2, 1, 0.5};
    GivenMatrix m = GivenMatrix.withSingularValues(9, 6, s, 9);
    GradientNorm norm = new GradientNorm(m.at(), 0, 2, Closeness.within(1e-6));
    Factors nothing = new Factors(9, 6, 0, new double[0], new double[0]);

    assertThat(norm.estimate()).isBetween(5 * (1 - 1e-12), 5.0);
    assertThat(norm.pairs(nothing).values()).containsExactly(new double[] {5, 4}, within(1e-12));
    assertThat(norm.bounded((lower, upper) -> false).upper()).isBetween(5.0, 5 * (1 + 1e-12));
    assertThat(SingularPairs.near(m.at(), 0, nothing, 3).values())
        .containsExactly(new double[] {5, 4, 3}, within(1e-12));
  }
}
