package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Svd;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactorsTest {
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "5, 3", "4, 4"})
  void aDenseMatrixComesBackExactly(int rows, int columns) {
    double[] z = gaussian(rows * columns, 1);

    Factors factors = Factors.ofDense(z, rows, columns);

    assertThat(factors.rank()).isEqualTo(Math.min(rows, columns));
    assertThat(factors.toDense(KERNEL)).isEqualTo(z);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "6, 4, 2", "4, 6, 3", "5, 5, 5", "3, 4, 9", "7, 6, 0"})
  void singularValuesAreThoseOfTheDenseMatrix(int rows, int columns, int rank) {
    Factors factors = random(rows, columns, rank, 2);
    Svd dense = KERNEL.svd(factors.toDense(KERNEL), rows, columns);

    double[] values = factors.singularValues(KERNEL);

    assertThat(values).hasSize(Math.min(rank, Math.min(rows, columns)));
    for (int h = 0; h < values.length; h++) {
      assertThat(values[h]).isCloseTo(dense.values()[h], within(1e-13 * dense.values()[0]));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "6, 4, 2", "4, 6, 3", "5, 5, 5", "3, 4, 9", "7, 6, 0"})
  void balancedFactorsKeepTheMatrixAndCarryHalfTheNuclearNormEach(int rows, int columns, int rank) {
    Factors factors = random(rows, columns, rank, 3);
    double norm = Arrays.stream(factors.singularValues(KERNEL)).sum();

    Factors balanced = factors.balanced(KERNEL, 0);

    assertClose(balanced.toDense(KERNEL), factors.toDense(KERNEL), 1e-13 * (1 + norm));
    assertThat(squares(balanced.left())).isCloseTo(norm, within(1e-13 * (1 + norm)));
    assertThat(squares(balanced.right())).isCloseTo(norm, within(1e-13 * (1 + norm)));
  }

  @Test
  void balancingDropsWhatIsRedundantOrSmall() {
    // Two columns along one direction, one that is zero, and a second direction a million times
    // smaller.
    double[] left = {1, 2, 0, 0, 0, 0, 0, 1e-6};
    double[] right = {1, 1, 0, 0, 0, 0, 0, 1};
    Factors factors = new Factors(2, 2, 4, left, right);

    assertThat(factors.balanced(KERNEL, 1e-3).rank()).isEqualTo(1);
    assertThat(factors.balanced(KERNEL, 1e-9).rank()).isEqualTo(2);
    assertThat(factors.balanced(KERNEL, 0).singularValues(KERNEL)[0]).isCloseTo(3, within(1e-14));
  }

  @Test
  void zeroHasRankZeroWhateverItsFactors() {
    Factors zero = new Factors(3, 2, 2, new double[6], gaussian(4, 4));

    assertThat(zero.balanced(KERNEL, 0).rank()).isZero();
    assertThat(Factors.zero(new Block(3, 1, 2, 0, 0, -1)).toDense(KERNEL))
        .containsOnly(0)
        .hasSize(6);
  }

  @Test
  void columnsAreReadFromRowMajorFactors() {
    Factors factors =
        new Factors(2, 3, 2, new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8, 9, 10});

    assertThat(factors.leftColumn(1)).containsExactly(2, 4);
    assertThat(factors.rightColumn(0)).containsExactly(5, 7, 9);
  }

  @Test
  void arraysThatDoNotFitAreRefusedWithBothSizes() {
    assertThatThrownBy(() -> new Factors(2, 3, 2, new double[4], new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 3")
        .hasMessageContaining("need 4 and 6 values, found 4 and 5");
  }

  @Test
  void theNuclearNormOfAVariableAddsUpItsBlocks() {
    Variable z = new Variable(List.of(random(3, 4, 2, 5), random(2, 2, 1, 6)));

    double sum = 0;
    for (Factors block : z.blocks()) {
      double[] values = KERNEL.svd(block.toDense(KERNEL), block.rows(), block.columns()).values();
      sum += Arrays.stream(values).sum();
    }

    assertThat(z.nuclearNorm(KERNEL)).isCloseTo(sum, within(1e-13 * sum));
    assertThat(z.ranks()).containsExactly(2, 1);
    assertThat(z.totalRank()).isEqualTo(3);
    assertThat(z.balanced(KERNEL, 0).nuclearNorm(KERNEL)).isCloseTo(sum, within(1e-13 * sum));
  }

  private static Factors random(int rows, int columns, int rank, long seed) {
    return new Factors(
        rows, columns, rank, gaussian(rows * rank, seed), gaussian(columns * rank, seed + 100));
  }

  private static double squares(double[] x) {
    return Arrays.stream(x).map(v -> v * v).sum();
  }

  private static double[] gaussian(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static void assertClose(double[] found, double[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(tolerance));
    }
  }
}
