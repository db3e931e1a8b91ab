package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of bounds of large norms, on small matrices whose decompositions are known. */
class LanczosPartsTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final double[] VALUES = {9, 7, 6.5, 5, 4, 3, 2.5, 2, 1.5, 1, 0.5, 0.25};

  @ParameterizedTest
  @CsvSource({"15, 12", "12, 15"})
  void productsAreThoseOfTheMatrixOverItsUnit(int rows, int columns) {
    GivenMatrix given = GivenMatrix.withSingularValues(rows, columns, VALUES, 1);
    GradientProducts m = new GradientProducts(given.at(), 0);
    Matrix q = OrthonormalTest.gaussian(12, 2, 2);
    Matrix dense = Matrix.of(given.values(), rows, columns);
    Matrix tall = rows >= columns ? dense : dense.transposed();

    assertThat(m.side()).isEqualTo(12);
    assertThat(m.unit()).isEqualTo(PowerOfTwo.near(given.at().largestResidual()));
    assertNear(m.times(q), KERNEL.multiply(tall, q), 1 / m.unit());
    assertNear(m.firstTimes(q), KERNEL.multiply(tall, q), 1 / m.unit());
    Matrix p = OrthonormalTest.gaussian(15, 2, 3);
    assertNear(m.transposeTimes(p), KERNEL.multiply(tall.transposed(), p), 1 / m.unit());
    SingularPairs pairs = new SingularPairs(new double[] {1}, new double[15], new double[12]);
    assertThat(m.oriented(pairs).left()).hasSize(rows);
    assertThat(m.oriented(pairs).right()).hasSize(columns);
  }

  /** Columns so large or small that their squares would not do change the unit. */
  @Test
  void theFirstProductMovesTheUnitWhereNumbersAreFarFromOne() {
    GivenMatrix given = GivenMatrix.withSingularValues(5, 4, new double[] {3, 2, 1, 1}, 1);
    for (double size : new double[] {0x1p300, 0x1p-300}) {
      GradientProducts m = new GradientProducts(given.at(), 0);
      double unit = m.unit();
      Matrix q = Matrix.zeros(Precision.FLOAT64, 4, 1);
      q.addScaled(size, OrthonormalTest.gaussian(4, 1, 2));

      double norm = Vectors.norm(m.firstTimes(q).toArray());

      assertThat(norm).isBetween(0.25, 64.0);
      assertThat(m.unit()).isBetween(unit * size / 64, unit * size * 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"15, 12", "12, 15"})
  void factorsAreThoseOnTheShorterSide(int rows, int columns) {
    GivenMatrix given = GivenMatrix.withSingularValues(rows, columns, VALUES, 1);
    Matrix left = OrthonormalTest.gaussian(rows, 2, 4);
    Matrix right = OrthonormalTest.gaussian(columns, 2, 5);
    Factors z = new Factors(rows, columns, 2, left.toArray(), right.toArray());
    Evaluation at = given.at().program().at(new Variable(List.of(z)));

    Matrix factors = new GradientProducts(at, 0).factors();

    assertThat(factors.columns()).isEqualTo(2);
    assertThat(factors.toArray()).containsExactly((rows >= columns ? right : left).toArray());
  }

  /** After all steps T has the squares of all singular values, and nothing is left. */
  @Test
  void aRecurrenceThatIsExhaustedHasTheWholeSpectrum() {
    for (int b : new int[] {1, 2, 3}) {
      GradientProducts m = products();
      BlockKrylov krylov = new BlockKrylov(m, none(), 0, OrthonormalTest.gaussian(12, b, 10 + b));
      int steps = 0;
      while (krylov.nextColumns() > 0) {
        assertThat(krylov.columns()).isEqualTo(b * steps);
        krylov.step();
        assertThat(krylov.steps()).isEqualTo(++steps);
        assertThat(krylov.finite()).isTrue();
        SymmetricEigen eigen = krylov.eigen();
        assertThat(eigen.values()[0] * squared(m)).isLessThanOrEqualTo(81 * (1 + 1e-13));
        assertRitz(m, krylov, eigen);
      }
      assertThat(krylov.columns()).isEqualTo(12);
      double[] found = krylov.eigen().values();
      for (int h = 0; h < 12; h++) {
        assertThat(found[h] * squared(m)).isCloseTo(VALUES[h] * VALUES[h], within(1e-10));
      }
      assertThat(krylov.dropped() * squared(m)).isBetween(0.0, 1e-10);
    }
  }

  /**
   * How much of the start lies along every eigenvector, on which the probability of bounds rests.
   */
  @Test
  void weightsAreTheSharesOfTheStartAlongEigenvectors() {
    Matrix start = OrthonormalTest.gaussian(12, 2, 30);
    BlockKrylov krylov = new BlockKrylov(products(), none(), 0, start.copy());
    while (krylov.nextColumns() > 0) {
      krylov.step();
    }
    SymmetricEigen eigen = krylov.eigen();

    double[] weights = BlockLanczos.weights(eigen, krylov.startTriangle(), krylov.columns());

    Matrix along = KERNEL.multiply(krylov.ritzVectors(eigen, 12).transposed(), start);
    for (int i = 0; i < 12; i++) {
      double share = along.get(i, 0) * along.get(i, 0) + along.get(i, 1) * along.get(i, 1);
      assertThat(weights[i]).isCloseTo(share, within(1e-10));
    }
  }

  /** ||A X - X diag(theta)||^2 is what the coupling says. */
  private static void assertRitz(GradientProducts m, BlockKrylov krylov, SymmetricEigen eigen) {
    int count = Math.min(2, krylov.columns());
    Matrix x = krylov.ritzVectors(eigen, count);
    Matrix image = m.transposeTimes(m.times(x));
    Matrix rest = image.copy();
    for (int i = 0; i < rest.rows(); i++) {
      for (int h = 0; h < count; h++) {
        rest.set(i, h, image.get(i, h) - eigen.values()[h] * x.get(i, h));
      }
    }
    Matrix square = KERNEL.multiply(rest.transposed(), rest);
    if (krylov.nextColumns() > 0) {
      assertNear(krylov.coupling(eigen, count), square, 1);
    } else {
      assertThat(Vectors.norm(square.toArray())).isLessThan(1e-12);
    }
  }

  @Test
  void theStartIsDecomposedWithoutWhatIsLeftOut() {
    GradientProducts m = products();
    Matrix d = Orthonormal.of(OrthonormalTest.gaussian(12, 3, 20), 0).columns();
    Matrix start = OrthonormalTest.gaussian(12, 2, 21);
    Matrix outside = start.copy();
    outside.addScaled(-1, KERNEL.multiply(d, KERNEL.multiply(d.transposed(), start)));

    BlockKrylov krylov = new BlockKrylov(m, d, 0, start.copy());

    assertThat(krylov.columns()).isZero();
    assertThat(krylov.nextColumns()).isEqualTo(2);
    Matrix r = krylov.startTriangle();
    assertNear(
        KERNEL.multiply(r.transposed(), r), KERNEL.multiply(outside.transposed(), outside), 1);
    while (krylov.nextColumns() > 0) {
      krylov.step();
    }
    assertThat(krylov.columns()).isEqualTo(9);
    assertThat(krylov.eigen().values()[0]).isCloseTo(rest(m, d), within(1e-11));
  }

  /** The largest eigenvalue of what directions leave out of M^T M. */
  private static double rest(GradientProducts m, Matrix d) {
    Matrix eye = Matrix.zeros(Precision.FLOAT64, 12, 12);
    for (int i = 0; i < 12; i++) {
      eye.set(i, i, 1);
    }
    eye.addScaled(-1, KERNEL.multiply(d, d.transposed()));
    Matrix image = m.times(eye);
    return KERNEL.eigen(KERNEL.multiply(image.transposed(), image)).values()[0];
  }

  /** Columns of which next to nothing is left count as dropped; the recurrence ends early. */
  @Test
  void aStartInAnInvariantSubspaceEndsTheRecurrence() {
    double[] diagonal = new double[5 * 4];
    for (int i = 0; i < 4; i++) {
      diagonal[i * 4 + i] = i < 2 ? 2 : 1;
    }
    GradientProducts m = new GradientProducts(new GivenMatrix(5, 4, diagonal).at(), 0);
    Matrix start = Matrix.of(new double[] {1, 1, 0, 0}, 4, 1);

    BlockKrylov krylov = new BlockKrylov(m, none(4), 0, start);
    krylov.step();

    assertThat(krylov.nextColumns()).isZero();
    assertThat(krylov.columns()).isEqualTo(1);
    assertThat(krylov.eigen().values()[0] * squared(m)).isCloseTo(4, within(1e-14));
  }

  @Test
  void pairsFromAGramMatrixAreSingularPairsAboveRounding() {
    double[] g = {3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0};
    Matrix tall = Matrix.of(g, 4, 3);
    SymmetricEigen eigen = KERNEL.eigen(KERNEL.multiply(tall.transposed(), tall));

    SingularPairs pairs = SingularPairs.fromGram(KERNEL, tall, eigen, 3);

    assertThat(pairs.values()).containsExactly(new double[] {4, 3}, within(1e-15));
    assertThat(absolute(pairs.left()))
        .containsExactly(new double[] {0, 1, 1, 0, 0, 0, 0, 0}, within(1e-15));
    assertThat(absolute(pairs.right()))
        .containsExactly(new double[] {0, 1, 1, 0, 0, 0}, within(1e-15));
    assertThat(SingularPairs.fromGram(KERNEL, tall, eigen, 1).count()).isEqualTo(1);
    assertThat(pairs.transposed().left()).isEqualTo(pairs.right());
    assertThat(pairs.transposed().right()).isEqualTo(pairs.left());
    SingularPairs twice = pairs.times(2);
    assertThat(twice.values()).containsExactly(new double[] {8, 6}, within(1e-14));
    assertThat(twice.left()).isEqualTo(pairs.left());
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static GradientProducts products() {
    return new GradientProducts(GivenMatrix.withSingularValues(15, 12, VALUES, 7).at(), 0);
  }

  private static double squared(GradientProducts m) {
    return m.unit() * m.unit();
  }

  private static Matrix none() {
    return none(12);
  }

  private static Matrix none(int side) {
    return Matrix.zeros(Precision.FLOAT64, side, 0);
  }

  private static void assertNear(Matrix found, Matrix expected, double times) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    for (int i = 0; i < found.rows(); i++) {
      for (int j = 0; j < found.columns(); j++) {
        assertThat(found.get(i, j)).isCloseTo(times * expected.get(i, j), within(1e-11));
      }
    }
  }
}
