package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every kernel's singular value decomposition must do. */
public interface SvdContract extends KernelUnderTest {

  @Test
  default void singularValueDecompositionsRebuildRandomMatricesOfAnyShape() {
    Random random = new Random(11);
    int[][] shapes = {
      {1, 1}, {1, 7}, {7, 1}, {2, 2}, {5, 3}, {3, 5}, {40, 40}, {90, 20}, {20, 90}, {130, 125}
    };
    for (int[] shape : shapes) {
      double[] a = Matrices.random(shape[0], shape[1], random);
      requireDecomposition(a, shape[0], shape[1]);
    }
  }

  @Test
  default void zeroMatricesHaveZeroSingularValuesAndOrthonormalVectors() {
    for (int[] shape : new int[][] {{1, 1}, {1, 4}, {6, 6}, {9, 4}, {4, 9}, {40, 30}}) {
      Svd svd = requireDecomposition(new double[shape[0] * shape[1]], shape[0], shape[1]);
      assertThat(svd.values()).containsOnly(0);
    }
  }

  @Test
  default void emptyMatricesHaveNoSingularValues() {
    for (int[] shape : new int[][] {{0, 0}, {0, 4}, {4, 0}}) {
      Svd svd = kernel().svd(new double[0], shape[0], shape[1]);
      assertThat(svd.size()).isZero();
      assertThat(svd.u()).isEmpty();
      assertThat(svd.v()).isEmpty();
    }
  }

  @Test
  default void rankDeficientMatricesHaveTinySingularValuesBeyondTheirRank() {
    Random random = new Random(12);
    for (int rank : new int[] {1, 2, 10}) {
      double[] left = Matrices.random(60, rank, random);
      double[] right = Matrices.random(rank, 35, random);
      Svd svd = requireDecomposition(Matrices.product(left, right, 60, rank, 35), 60, 35);
      assertThat(svd.values()[rank - 1]).isGreaterThan(1e-3);
      assertThat(svd.values()[rank]).isLessThan(1e-13 * svd.values()[0]);
    }
  }

  @Test
  default void equalRowsAndColumnsOfOnesAreDecomposed() {
    double[] ones = new double[50 * 33];
    Arrays.fill(ones, 1);
    Svd svd = requireDecomposition(ones, 50, 33);
    assertThat(svd.values()[0]).isCloseTo(Math.sqrt(50 * 33), within(1e-12));
  }

  @Test
  default void knownSingularValuesAreFoundAlsoInClustersAndAcrossMagnitudes() {
    Random random = new Random(13);
    double[][] spectra = {
      {1, 1, 1, 1, 1, 1, 1, 1},
      {2, 1 + 1e-13, 1 + 1e-14, 1, 1 - 1e-14, 1e-3, 1e-3, 1e-3},
      {1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 0},
      {5, 5, 3, 3, 3, 0, 0, 0}
    };
    for (double[] spectrum : spectra) {
      for (int[] shape : new int[][] {{30, 8}, {8, 8}, {8, 25}}) {
        double[] u = Matrices.orthonormal(shape[0], 8, random);
        double[] v = Matrices.orthonormal(shape[1], 8, random);
        double[] a =
            Matrices.product(
                Matrices.scaled(u, spectrum, shape[0]),
                Matrices.transposed(v, shape[1], 8),
                shape[0],
                8,
                shape[1]);
        Svd svd = requireDecomposition(a, shape[0], shape[1]);
        Matrices.requireClose(svd.values(), spectrum, 1e-13 * spectrum[0]);
      }
    }
  }

  @Test
  default void veryLargeAndVerySmallMatricesAreDecomposed() {
    for (double scale : new double[] {1e-150, 1e150}) {
      double[] a = Matrices.random(12, 9, new Random(14));
      double[] plain = kernel().svd(a, 12, 9).values();
      for (int i = 0; i < a.length; i++) {
        a[i] *= scale;
      }
      double[] scaled = requireDecomposition(a, 12, 9).values();
      for (int i = 0; i < plain.length; i++) {
        assertThat(scaled[i] / scale).isCloseTo(plain[i], within(1e-13 * plain[0]));
      }
    }
  }

  @Test
  default void theDecomposedMatrixIsNotModifiedAndMayBeFollowedByOtherData() {
    double[] a = Matrices.random(6, 5, new Random(15));
    double[] longer = Arrays.copyOf(a, 40);
    double[] before = longer.clone();
    Matrices.requireClose(kernel().svd(longer, 6, 5).values(), kernel().svd(a, 6, 5).values(), 0);
    assertThat(longer).isEqualTo(before);
  }

  @Test
  default void matricesThatAreNotFiniteOrTooLargeForTheirArrayAreRefused() {
    double[] a = new double[6];
    a[4] = Double.NaN;
    assertThatThrownBy(() -> kernel().svd(a, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(1, 1)")
        .hasMessageContaining("NaN");
    a[4] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> kernel().svd(a, 2, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kernel().svd(new double[6], 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 4")
        .hasMessageContaining("6");
  }

  /** A = U S V^T, orthonormal U and V, values descending and not negative. */
  private Svd requireDecomposition(double[] a, int m, int n) {
    Svd svd = kernel().svd(a, m, n);
    int r = Math.min(m, n);
    assertThat(svd.size()).isEqualTo(r);
    assertThat(svd.values()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
    assertThat(svd.values()[r - 1]).isNotNegative();
    Matrices.requireOrthonormal(svd.u(), m, r);
    Matrices.requireOrthonormal(svd.v(), n, r);
    double[] rebuilt =
        Matrices.product(
            Matrices.scaled(svd.u(), svd.values(), m), Matrices.transposed(svd.v(), n, r), m, r, n);
    Matrices.requireClose(rebuilt, a, 1e-14 * (m + n + 10) * Math.max(svd.values()[0], 0x1p-1000));
    return svd;
  }
}
