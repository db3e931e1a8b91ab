package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decompositions of few columns, and a basis of them, by numbers that are known. */
class OrthonormalTest {
  private static final Kernel KERNEL = Kernels.best();

  @Test
  void columnsAndTriangleAreThoseOfTheDecomposition() {
    Matrix w = Matrix.of(new double[] {3, 1, 4, 2}, 2, 2);

    Orthonormal found = Orthonormal.of(w, 0);

    assertThat(found.columns().toArray())
        .containsExactly(new double[] {0.6, -0.8, 0.8, 0.6}, within(1e-15));
    assertThat(found.triangle().toArray())
        .containsExactly(new double[] {5, 2.2, 0, 0.4}, within(1e-14));
    assertThat(found.smallest()).isCloseTo(0.4, within(1e-14));
    assertThat(found.dropped()).isZero();
  }

  @Test
  void columnsOfWhichNothingIsLeftAreDroppedAndAddedUp() {
    Matrix w = Matrix.of(new double[] {2, 4, 0, 0, 0, 0.5, 0, 0, 0}, 3, 3);

    Orthonormal found = Orthonormal.of(w, 0.5);

    assertThat(found.columns().columns()).isEqualTo(1);
    assertThat(found.triangle().toArray()).containsExactly(2, 4, 0);
    assertThat(found.smallest()).isEqualTo(2);
    assertThat(found.dropped()).isEqualTo(0.5);
    assertThat(Orthonormal.of(w, 0.49).columns().columns()).isEqualTo(2);
    Orthonormal none = Orthonormal.of(Matrix.zeros(Precision.FLOAT64, 3, 2), 0);
    assertThat(none.columns().columns()).isZero();
    assertThat(none.smallest()).isInfinite();
  }

  /** A second pass makes nearly equal columns orthogonal as well. */
  @Test
  void nearlyEqualColumnsAreOrthogonalAfterwards() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[30 * 4];
    Arrays.setAll(values, i -> i % 4 == 0 ? random.nextGaussian() : 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i / 4 * 4] + (i % 4 == 0 ? 0 : 1e-9 * random.nextGaussian());
    }
    Matrix w = Matrix.of(values, 30, 4);

    Orthonormal found = Orthonormal.of(w, 0);

    Matrix q = found.columns();
    assertIdentity(KERNEL.multiply(q.transposed(), q));
    assertThat(KERNEL.multiply(q, found.triangle()).toArray())
        .containsExactly(values, within(1e-15 * 30));
  }

  /** Columns of many lengths; nearly dependent, dependent, or short ones go the slow way. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0", "1e-3, 0, 0", "1e-12, 0, 1e-9", "1e120, 0, 0", "1e-120, 0, 0",
    "1, 1e-3, 0", "1, 1e-8, 0", "1, 1e-8, 1e-7", "1, 0, 3", "0, 0, 0"
  })
  void productsDecomposeLikeGramAndSchmidt(double length, double apart, double negligible) {
    Matrix w = gaussian(300, 5, 11);
    for (int i = 0; i < w.rows(); i++) {
      w.set(i, 1, length * w.get(i, 1));
      w.set(i, 3, apart > 0 ? w.get(i, 0) + apart * w.get(i, 3) : w.get(i, 3));
    }

    Orthonormal expected = Orthonormal.of(w, negligible);
    Orthonormal found = Orthonormal.of(KERNEL, w, negligible);

    Matrix q = found.columns();
    assertIdentity(KERNEL.multiply(q.transposed(), q));
    assertThat(q.columns()).isEqualTo(expected.columns().columns());
    assertThat(found.smallest()).isCloseTo(expected.smallest(), withinPercentage(1e-4));
    assertThat(found.dropped()).isEqualTo(expected.dropped());
    Matrix rest = KERNEL.multiply(q, found.triangle());
    rest.addScaled(-1, KERNEL.multiply(expected.columns(), expected.triangle()));
    for (int j = 0; j < w.columns(); j++) {
      double size = Vectors.norm(w.columns(j, 1).toArray());
      assertThat(Vectors.norm(rest.columns(j, 1).toArray())).isLessThanOrEqualTo(1e-14 * size);
    }
  }

  @Test
  void aBasisKeepsItsVectorsInOrderAndTakesThemAway() {
    Orthonormal first = Orthonormal.of(gaussian(50, 3, 2), 0);
    Basis basis = new Basis(KERNEL, Workers.of(1), 50);
    basis.add(first.columns());
    Matrix w = gaussian(50, 2, 3);
    Matrix before = w.copy();

    basis.orthogonalise(w);

    Matrix overlap = KERNEL.multiply(first.columns().transposed(), before);
    Matrix expected = before.copy();
    expected.addScaled(-1, KERNEL.multiply(first.columns(), overlap));
    assertThat(w.toArray()).containsExactly(expected.toArray(), within(1e-13));
    basis.add(Orthonormal.of(w, 0).columns());
    assertThat(basis.size()).isEqualTo(5);
    Matrix all = basis.times(0, Matrix.identity(5));
    assertThat(all.columns(0, 3).toArray()).containsExactly(first.columns().toArray());
    assertThat(basis.times(1, Matrix.identity(4)).toArray())
        .containsExactly(all.columns(1, 4).toArray());
    assertIdentity(KERNEL.multiply(all.transposed(), all));
  }

  /** Cancellation that one pass does not see is taken away by the second. */
  @Test
  void whatIsNearlyInTheSpanIsOrthogonalToIt() {
    Matrix q = Orthonormal.of(gaussian(60, 5, 4), 0).columns();
    Basis basis = new Basis(KERNEL, Workers.of(1), 60);
    basis.add(q);
    Matrix w = KERNEL.multiply(q, gaussian(5, 1, 5));
    Matrix little = gaussian(60, 1, 6);
    w.addScaled(1e-10, little);

    basis.orthogonalise(w);

    for (double overlap : KERNEL.multiply(q.transposed(), w).toArray()) {
      assertThat(overlap).isCloseTo(0, within(1e-24));
    }
  }

  private static void assertIdentity(Matrix found) {
    for (int i = 0; i < found.rows(); i++) {
      for (int j = 0; j < found.columns(); j++) {
        assertThat(found.get(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-14));
      }
    }
  }

  static Matrix gaussian(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Matrix.of(values, rows, columns);
  }
}
