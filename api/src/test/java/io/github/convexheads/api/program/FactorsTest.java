package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.Vectors;
import java.math.BigDecimal;
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

  /** What is left over, M - Z, is t times a subgradient of the nuclear norm at Z. */
  @ParameterizedTest
  @CsvSource({"1, 1, 0.1", "6, 4, 0.5", "4, 6, 1.5", "5, 5, 0"})
  void shrunkFactorsAreTheProximalMapOfTheNuclearNorm(int rows, int columns, double t) {
    double[] m = gaussian(rows * columns, 9);
    Svd svd = KERNEL.svd(m, rows, columns);

    Factors z = Factors.shrunk(svd.u(), svd.values(), svd.v(), t);

    double[] rest = Vectors.combination(1, m, -1, z.toDense(KERNEL));
    double norm = Arrays.stream(z.singularValues(KERNEL)).sum();
    assertThat(KERNEL.svd(rest, rows, columns).values()[0]).isLessThanOrEqualTo(t + 1e-14);
    assertThat(Vectors.dot(rest, z.toDense(KERNEL))).isCloseTo(t * norm, within(1e-13));
    assertThat(squares(z.left())).isCloseTo(norm, within(1e-13));
    assertThat(squares(z.right())).isCloseTo(norm, within(1e-13));
  }

  @Test
  void nothingIsLeftOfAMatrixBelowTheThreshold() {
    Factors z = Factors.shrunk(new double[] {1, 0}, new double[] {3}, new double[] {0, 0, 1}, 3);

    assertThat(z)
        .usingRecursiveComparison()
        .isEqualTo(new Factors(2, 3, 0, new double[0], new double[0]));
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
    Factors large = factors.withSides(left, Arrays.stream(right).map(v -> 1e6 * v).toArray());
    assertThat(large.balanced(KERNEL, 1e-6).rank()).isEqualTo(1);
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

  @Test
  void productsWithTwiceTheDigitsAreTheExactOnesRounded() {
    // Columns of 2^25 that cancel but for what lies beyond the digits of their products.
    double near = 1 + 0x1p-40;
    double[] left = {0x1p25 + 1, 0x1p25, 0x1p-3 + 0x1p-50, 3, -0.3, 0.7};
    double[] right = {0x1p25 * near, -0x1p25 * near - 0x1p-10, 1.1, 0.1, 1e3 / 3, -7 * near};
    Factors factors = new Factors(2, 2, 3, left, right);

    double[] found = factors.toDenseWithTwiceTheDigits();

    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        BigDecimal exact = BigDecimal.ZERO;
        for (int h = 0; h < 3; h++) {
          BigDecimal u = new BigDecimal(left[i * 3 + h]);
          exact = exact.add(u.multiply(new BigDecimal(right[j * 3 + h])));
        }
        assertThat(found[i * 2 + j]).isEqualTo(exact.doubleValue());
      }
    }
    assertThat(found).isNotEqualTo(factors.toDense(KERNEL)).hasSize(4);
  }

  @Test
  void productsWithTwiceTheDigitsKeepWhatEverySumLoses() {
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 200; trial++) {
      double[] u = new double[7];
      double[] v = new double[7];
      BigDecimal exact = BigDecimal.ZERO;
      double size = 0;
      for (int h = 0; h < 7; h++) {
        u[h] = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-15, 15));
        v[h] = h < 6 ? random.nextGaussian() : -exact.doubleValue() / u[h];
        exact = exact.add(new BigDecimal(u[h]).multiply(new BigDecimal(v[h])));
        size += Math.abs(u[h] * v[h]);
      }

      double found = new Factors(1, 1, 7, u, v).toDenseWithTwiceTheDigits()[0];

      double allowed = Math.ulp(exact.doubleValue()) + 50 * 0x1p-106 * size;
      assertThat(found).isCloseTo(exact.doubleValue(), within(allowed));
    }
  }

  @Test
  void levelledColumnsHaveNearlyEqualLengthsAndTheSameProductToTheLastBit() {
    double[] left = {0x1p80, 0, 0x1p-3, 1, 0x1p79 * 1.5, 0, 0x1p-5 * 1.1, 0};
    double[] right = {0x1p-70 * 1.7, 5, 0x1p10 / 3, 0, 0, 0x1p9, 0x1p-80, 0, 0x1p-90, 0x1p8, 0, 0};
    Factors factors = new Factors(2, 3, 4, left, right);

    Factors levelled = factors.levelled();

    assertThat(levelled.toDense(KERNEL)).isEqualTo(factors.toDense(KERNEL));
    for (int h : new int[] {0, 2}) {
      double u = Vectors.norm(levelled.leftColumn(h));
      double v = Vectors.norm(levelled.rightColumn(h));
      assertThat(u).isBetween(v / 4, 4 * v);
    }
    for (int h : new int[] {1, 3}) {
      assertThat(levelled.leftColumn(h)).isEqualTo(factors.leftColumn(h));
      assertThat(levelled.rightColumn(h)).isEqualTo(factors.rightColumn(h));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1e-200, 1e-180", "1e200, 1e-200", "1e-250, 1e300", "1e160, 1e140"})
  void weightsAreProductsOfLengthsWhateverTheirScale(double left, double right) {
    Factors factors =
        new Factors(
            2,
            2,
            2,
            new double[] {3 * left, 0, 4 * left, 2 * left},
            new double[] {0, 3 * right, 7 * right, 4 * right});

    double weights = factors.sumOfWeights();

    double scale = left * right;
    assertThat(weights).isCloseTo((5 * 7 + 2 * 5) * scale, within(1e-14 * 45 * scale));
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
