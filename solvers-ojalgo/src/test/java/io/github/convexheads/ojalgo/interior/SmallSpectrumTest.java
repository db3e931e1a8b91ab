package io.github.convexheads.ojalgo.interior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallSpectrumTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final SmallSpectrum SPECTRUM = new SmallSpectrum(KERNEL);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void eigenvaluesAndVectorsGiveTheMatrixBack(int n) {
    SplittableRandom random = new SplittableRandom(n);
    for (int trial = 0; trial < 200; trial++) {
      double scale = Math.pow(10, random.nextInt(-9, 10));
      double[] a = symmetric(random, n, scale);

      requireDecomposed(a, n, scale);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void repeatedAndZeroEigenvaluesHaveOrthonormalVectors(int n) {
    double[] one = Matrix.identity(n).toArray();
    double[] ones = new double[n * n];
    Arrays.fill(ones, 1);

    requireDecomposed(new double[n * n], n, 1);
    requireDecomposed(one, n, 1);
    requireDecomposed(ones, n, 1);
    assertThat(SPECTRUM.eigen(new double[n * n], n).values()).containsOnly(0);
  }

  @Test
  void onlyTheLowerTriangleIsRead() {
    double[] a = {2, Double.NaN, 1, 2};

    SymmetricEigen eigen = SPECTRUM.eigen(a, 2);

    assertThat(eigen.values()[0]).isCloseTo(3, within(1e-14));
    assertThat(eigen.values()[1]).isCloseTo(1, within(1e-14));
    assertThat(a).containsExactly(2, Double.NaN, 1, 2);
  }

  @Test
  void singularVectorsAndValuesGiveTheMatrixBackInEveryShape() {
    SplittableRandom random = new SplittableRandom(3);
    for (int m = 1; m <= 7; m++) {
      for (int n = 1; n <= 7; n++) {
        for (int trial = 0; trial < 10; trial++) {
          double scale = Math.pow(10, random.nextInt(-9, 10));
          requireDecomposed(Matrix.of(gaussian(random, m * n, scale), m, n), scale);
        }
      }
    }
  }

  @Test
  void matricesOfLowRankHaveOrthonormalSingularVectors() {
    SplittableRandom random = new SplittableRandom(4);
    for (int m = 1; m <= 6; m++) {
      for (int n = 1; n <= 6; n++) {
        Matrix column = Matrix.of(gaussian(random, m, 1), m, 1);
        Matrix row = Matrix.of(gaussian(random, n, 1), 1, n);

        requireDecomposed(KERNEL.multiply(column, row), 1);
        requireDecomposed(Matrix.of(new double[m * n], m, n), 1);
      }
    }
  }

  @Test
  void transposedViewsAreDecomposedAsTheyAreSeen() {
    Matrix view = Matrix.of(new double[] {3, 1, 0, 0, 2, 5}, 2, 3).transposed();

    requireDecomposed(view, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6})
  void theSameMatrixGivesTheSameBits(int n) {
    double[] a = symmetric(new SplittableRandom(5), n, 1);
    Matrix matrix = Matrix.of(a, n, n);

    assertThat(SPECTRUM.eigen(a, n).vectors()).isEqualTo(SPECTRUM.eigen(a, n).vectors());
    assertThat(SPECTRUM.svd(matrix).u()).isEqualTo(SPECTRUM.svd(matrix).u());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void entriesThatAreNotFiniteAreRefused(double entry) {
    double[] a = {1, 0, entry, 1};

    assertThatThrownBy(() -> SPECTRUM.eigen(a, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SPECTRUM.svd(Matrix.of(a, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void matricesWithoutEntriesHaveNoSpectrum() {
    assertThat(SPECTRUM.eigen(new double[0], 0).values()).isEmpty();
    assertThat(SPECTRUM.svd(Matrix.of(new double[0], 3, 0)).values()).isEmpty();
  }

  private static void requireDecomposed(double[] a, int n, double scale) {
    SymmetricEigen found = SPECTRUM.eigen(a, n);

    double[] w = found.vectors();
    requireDescending(found.values());
    requireOrthonormal(w, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int q = 0; q < n; q++) {
          sum += w[i * n + q] * found.values()[q] * w[j * n + q];
        }
        assertThat(sum).isCloseTo(a[i * n + j], within(1e-13 * scale * n));
      }
    }
    double[] kernel = KERNEL.eigen(a, n).values();
    for (int q = 0; q < n; q++) {
      assertThat(found.values()[q]).isCloseTo(kernel[q], within(1e-13 * scale * n));
    }
  }

  private static void requireDecomposed(Matrix a, double scale) {
    int m = a.rows();
    int n = a.columns();
    int r = Math.min(m, n);

    Svd found = SPECTRUM.svd(a);

    requireDescending(found.values());
    requireOrthonormal(found.u(), m, r);
    requireOrthonormal(found.v(), n, r);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int q = 0; q < r; q++) {
          sum += found.u()[i * r + q] * found.values()[q] * found.v()[j * r + q];
        }
        assertThat(sum).isCloseTo(a.get(i, j), within(1e-13 * scale * (m + n)));
      }
    }
    double[] kernel = KERNEL.svd(a).values();
    for (int q = 0; q < r; q++) {
      assertThat(found.values()[q]).isNotNegative();
      assertThat(found.values()[q]).isCloseTo(kernel[q], within(1e-13 * scale * (m + n)));
    }
  }

  private static void requireDescending(double[] values) {
    for (int q = 1; q < values.length; q++) {
      assertThat(values[q]).isLessThanOrEqualTo(values[q - 1]);
    }
  }

  private static void requireOrthonormal(double[] x, int rows, int columns) {
    for (int p = 0; p < columns; p++) {
      for (int q = 0; q < columns; q++) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += x[i * columns + p] * x[i * columns + q];
        }
        assertThat(sum).isCloseTo(p == q ? 1 : 0, within(1e-13));
      }
    }
  }

  private static double[] symmetric(SplittableRandom random, int n, double scale) {
    double[] a = gaussian(random, n * n, scale);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }

  private static double[] gaussian(SplittableRandom random, int length, double scale) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> scale * random.nextGaussian());
    return values;
  }
}
