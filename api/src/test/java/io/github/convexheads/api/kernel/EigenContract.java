package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every kernel's symmetric eigendecomposition must do. */
public interface EigenContract extends KernelUnderTest {

  @Test
  default void eigendecompositionsRebuildRandomSymmetricMatrices() {
    Random random = new Random(21);
    for (int n : new int[] {1, 2, 3, 10, 64, 131}) {
      double[] a = Matrices.random(n, n, random);
      requireDecomposition(symmetric(a, n), n);
    }
  }

  @Test
  default void knownEigenvaluesAreFoundAlsoNegativeRepeatedAndZero() {
    Random random = new Random(22);
    double[][] spectra = {
      {3, 3, 3, 3, 3, 3},
      {2, 1 + 1e-14, 1, 1e-9, 0, 0},
      {4, 1e-12, 0, -1e-12, -4, -4},
      {-1, -2, -3, -4, -5, -6}
    };
    for (double[] spectrum : spectra) {
      double[] q = Matrices.orthonormal(6, 6, random);
      double[] a =
          Matrices.product(Matrices.scaled(q, spectrum, 6), Matrices.transposed(q, 6, 6), 6, 6, 6);
      SymmetricEigen eigen = requireDecomposition(symmetric(a, 6), 6);
      Matrices.requireClose(eigen.values(), spectrum, 1e-13 * Matrices.largest(spectrum));
    }
  }

  @Test
  default void rankOneMatricesHaveOneEigenvalue() {
    int n = 80;
    double[] x = Matrices.random(n, 1, new Random(23));
    SymmetricEigen eigen = requireDecomposition(Matrices.product(x, x, n, 1, n), n);
    double norm = Matrices.product(x, x, 1, n, 1)[0];
    assertThat(eigen.values()[0]).isCloseTo(norm, within(1e-12 * norm));
    assertThat(Math.abs(eigen.values()[1])).isLessThan(1e-13 * norm);
    assertThat(Math.abs(eigen.values()[n - 1])).isLessThan(1e-13 * norm);
  }

  @Test
  default void zeroAndEmptyMatricesAreDecomposed() {
    assertThat(requireDecomposition(new double[25], 5).values()).containsOnly(0);
    assertThat(kernel().eigen(new double[0], 0).order()).isZero();
  }

  @Test
  default void onlyTheLowerTriangleIsReadAndNothingIsWritten() {
    int n = 7;
    double[] full = symmetric(Matrices.random(n, n, new Random(24)), n);
    double[] lower = full.clone();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        lower[i * n + j] = Double.NaN;
      }
    }
    double[] before = lower.clone();
    assertThat(kernel().eigen(lower, n).values()).isEqualTo(kernel().eigen(full, n).values());
    assertThat(lower).isEqualTo(before);
  }

  @Test
  default void matricesWithNanInTheLowerTriangleAreRefused() {
    double[] a = {1, 0, Double.NaN, 1};
    assertThatThrownBy(() -> kernel().eigen(a, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(1, 0)");
    assertThatThrownBy(() -> kernel().eigen(a, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 3");
  }

  /** A W = W diag(values), W orthonormal, values descending. */
  private SymmetricEigen requireDecomposition(double[] a, int n) {
    SymmetricEigen eigen = kernel().eigen(a, n);
    assertThat(eigen.values()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
    Matrices.requireOrthonormal(eigen.vectors(), n, n);
    Matrices.requireClose(
        Matrices.product(a, eigen.vectors(), n, n, n),
        Matrices.scaled(eigen.vectors(), eigen.values(), n),
        1e-14 * (n + 10) * Math.max(Matrices.largest(eigen.values()), 1e-300));
    return eigen;
  }

  private static double[] symmetric(double[] a, int n) {
    double[] symmetric = a.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        symmetric[j * n + i] = symmetric[i * n + j];
      }
    }
    return symmetric;
  }
}
