package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What every kernel's Cholesky factorisation must do. */
public interface CholeskyContract extends KernelUnderTest {

  @Test
  default void choleskyFactorsRebuildPositiveDefiniteMatrices() {
    Random random = new Random(31);
    for (int n : new int[] {1, 2, 5, 47, 48, 49, 64, 65, 150}) {
      double[] a = positiveDefinite(n, random);
      double[] before = a.clone();
      double[] lower = kernel().cholesky(a, n).lower();
      for (int i = 0; i < n; i++) {
        assertThat(lower[i * n + i]).isPositive();
        for (int j = i + 1; j < n; j++) {
          assertThat(lower[i * n + j]).isZero();
        }
      }
      double[] rebuilt = Matrices.product(lower, Matrices.transposed(lower, n, n), n, n, n);
      Matrices.requireClose(rebuilt, a, 1e-14 * (n + 10) * Matrices.largest(a));
      assertThat(a).isEqualTo(before);
    }
  }

  @Test
  default void solvesHaveSmallResidualsForAnyNumberOfRightHandSides() {
    Random random = new Random(32);
    for (int n : new int[] {1, 3, 63, 64, 65, 129, 200}) {
      double[] a = positiveDefinite(n, random);
      Cholesky cholesky = kernel().cholesky(a, n);
      for (int nrhs : new int[] {0, 1, 2, 7, 70}) {
        double[] b = Matrices.random(n, nrhs, random);
        double[] x = b.clone();
        cholesky.solve(x, nrhs);
        double size = Matrices.largest(a) * Math.max(1, Matrices.largest(x));
        Matrices.requireClose(Matrices.product(a, x, n, n, nrhs), b, 1e-13 * (n + 10) * size);
      }
    }
  }

  @Test
  default void triangularSolvesUndoTriangularProducts() {
    int n = 100;
    Cholesky cholesky = kernel().cholesky(positiveDefinite(n, new Random(33)), n);
    double[] x = Matrices.random(n, 3, new Random(34));
    double[] lower = cholesky.lower();
    double[] forward = Matrices.product(lower, x, n, n, 3);
    double[] backward = Matrices.product(Matrices.transposed(lower, n, n), x, n, n, 3);
    cholesky.solveLower(forward, 3);
    cholesky.solveUpper(backward, 3);
    Matrices.requireClose(forward, x, 1e-11);
    Matrices.requireClose(backward, x, 1e-11);
  }

  @Test
  default void diagonalBlocksTimesTheirInversesAreTheIdentity() {
    int n = 11;
    int size = 4; // and a block of three
    Cholesky cholesky = kernel().cholesky(positiveDefinite(n, new Random(35)), n);
    Matrix lower = Matrix.of(cholesky.lower(), n, n);
    Matrix inverses = cholesky.diagonalInverses(size);
    for (int from = 0; from < n; from += size) {
      int rows = Math.min(size, n - from);
      Matrix block = lower.rows(from, rows).columns(from, rows);
      Matrix inverse = inverses.rows(from, rows).columns(0, rows);
      Matrices.requireClose(
          kernel().multiply(block, inverse).toArray(), Matrix.identity(rows).toArray(), 1e-12);
    }
  }

  @Test
  default void onlyTheLowerTriangleIsFactored() {
    double[] a = {4, Double.NaN, 2, 5};
    assertThat(kernel().cholesky(a, 2).lower()).containsExactly(2, 0, 1, 2);
  }

  @Test
  default void anEmptyMatrixHasAnEmptyFactor() {
    Cholesky empty = kernel().cholesky(new double[0], 0);
    empty.solve(new double[0], 5);
    assertThat(empty.order()).isZero();
  }

  @Test
  default void aMatrixThatIsNotPositiveDefiniteIsRefusedWithItsPivot() {
    for (int pivot : new int[] {0, 1, 47, 48, 70, 99}) {
      for (double value : new double[] {-1, 0, Double.NaN}) {
        double[] a = identity(100);
        a[pivot * 100 + pivot] = value;
        requirePivot(a, 100, pivot);
      }
    }
  }

  @Test
  default void anIndefiniteMatrixIsRefusedWhereItsMinorTurnsNegative() {
    requirePivot(new double[] {1, 0, 0, 3, 2, 0, 0, 0, 1}, 3, 1);
  }

  @Test
  default void nanBelowTheDiagonalIsRefusedAtItsRow() {
    double[] a = identity(60);
    a[55 * 60 + 20] = Double.NaN;
    requirePivot(a, 60, 55);
  }

  @Test
  default void arraysThatAreTooShortAreRefused() {
    assertThatThrownBy(() -> kernel().cholesky(new double[8], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 3");
    Cholesky cholesky = kernel().cholesky(identity(3), 3);
    assertThatThrownBy(() -> cholesky.solve(new double[5], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 right-hand sides");
  }

  private void requirePivot(double[] a, int n, int pivot) {
    assertThatThrownBy(() -> kernel().cholesky(a, n))
        .isInstanceOf(Cholesky.NotPositiveDefiniteException.class)
        .hasMessageContaining("pivot " + pivot)
        .asInstanceOf(InstanceOfAssertFactories.type(Cholesky.NotPositiveDefiniteException.class))
        .extracting(Cholesky.NotPositiveDefiniteException::pivot)
        .isEqualTo(pivot);
  }

  private static double[] positiveDefinite(int n, Random random) {
    double[] x = Matrices.random(n, n, random);
    double[] a = Matrices.product(x, Matrices.transposed(x, n, n), n, n, n);
    for (int i = 0; i < n; i++) {
      a[i * n + i] += 0.1;
    }
    return a;
  }

  private static double[] identity(int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    return identity;
  }
}
