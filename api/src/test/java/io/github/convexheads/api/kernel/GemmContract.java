package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kernel's matrix product must compute. */
public interface GemmContract extends KernelUnderTest {

  @ParameterizedTest
  @EnumSource
  default void productsOfSmallRandomShapesMatchPlainLoops(Precision precision) {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      GemmCase.random(precision, random.nextInt(12), random.nextInt(12), random.nextInt(12), random)
          .verify(kernel());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void productsOfLargerRandomShapesMatchPlainLoops(Precision precision) {
    Random random = new Random(2);
    for (int i = 0; i < 60; i++) {
      GemmCase.random(
              precision, random.nextInt(150), random.nextInt(150), random.nextInt(300), random)
          .verify(kernel());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void productsAroundCommonBlockSizesMatchPlainLoops(Precision precision) {
    Random random = new Random(3);
    int[] sides = {1, 2, 31, 64, 95, 97, 255, 256, 257, 513};
    for (int i = 0; i < 40; i++) {
      GemmCase.random(
              precision,
              sides[random.nextInt(sides.length)],
              sides[random.nextInt(sides.length)],
              sides[random.nextInt(sides.length)],
              random)
          .verify(kernel());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void thinAndDeepProductsMatchPlainLoops(Precision precision) {
    Random random = new Random(4);
    int[][] shapes = {{1, 1, 5000}, {1, 3000, 1}, {3000, 1, 1}, {1, 2000, 300}, {2000, 1, 300}};
    for (int[] shape : shapes) {
      for (int i = 0; i < 4; i++) {
        GemmCase.random(precision, shape[0], shape[1], shape[2], random).verify(kernel());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void nanInTheFirstFactorReachesItsWholeRowAndNothingElse(Precision precision) {
    for (int k : new int[] {1, 30, 97, 98, 99, 257}) {
      for (int at = 0; at < k; at += 1 + k / 100) {
        for (int row : new int[] {0, 16, 39}) {
          Matrix a = filled(precision, 40, k, 1);
          a.set(row, at, Double.NaN);
          Matrix c = filled(precision, 40, 50, 7);
          kernel().multiply(a, filled(precision, k, 50, 0), Target.into(c).adding());
          requireValues(c, i -> i / 50 == row ? Double.NaN : 7);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void nanInTheSecondFactorReachesItsWholeColumnThroughZeros(Precision precision) {
    for (int k : new int[] {1, 30, 97, 98, 99, 257}) {
      for (int at = 0; at < k; at += 1 + k / 100) {
        for (int column : new int[] {0, 16, 49}) {
          Matrix b = filled(precision, k, 50, 1);
          b.set(at, column, Double.NaN);
          Matrix c = filled(precision, 40, 50, 7);
          kernel().multiply(filled(precision, 40, k, 0), b, Target.into(c).adding());
          requireValues(c, i -> i % 50 == column ? Double.NaN : 7);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void infinityInAFactorStaysInfinity(Precision precision) {
    for (int k : new int[] {30, 97, 98, 99, 257}) {
      for (int at = 0; at < k; at += 1 + k / 100) {
        int inner = k;
        Matrix ones = filled(precision, k, 50, 1);
        Matrix infinite = filled(precision, k, 50, 1);
        infinite.set(at, 49, Double.POSITIVE_INFINITY);
        Matrix c = filled(precision, 50, 50, 7);
        kernel().multiply(ones.transposed(), infinite, Target.into(c).adding());
        requireValues(c, i -> i % 50 == 49 ? Double.POSITIVE_INFINITY : 7 + inner);
        c.fill(7);
        kernel().multiply(infinite.transposed(), ones, Target.into(c).adding());
        requireValues(c, i -> i / 50 == 49 ? Double.POSITIVE_INFINITY : 7 + inner);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void infinityTimesZeroIsNan(Precision precision) {
    Matrix a = filled(precision, 1, 1, Double.POSITIVE_INFINITY);
    Matrix c = filled(precision, 1, 3, 7);
    kernel().multiply(a, filled(precision, 1, 3, 0), Target.into(c).adding());
    requireValues(c, i -> Double.NaN);
  }

  @ParameterizedTest
  @EnumSource
  default void whatIsOverwrittenIsNotRead(Precision precision) {
    for (int side : new int[] {1, 3, 70}) {
      Matrix a = filled(precision, side, side, 1);
      Matrix c = filled(precision, side, side, Double.NaN);
      kernel().multiply(a, a.transposed(), Target.into(c));
      requireValues(c, i -> side);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aFactorOfZeroDoesNotReadTheMatrices(Precision precision) {
    Matrix nan = filled(precision, 3, 3, Double.NaN);
    Matrix c = filled(precision, 3, 3, 2);
    kernel().multiply(nan, nan, Target.into(c).scaled(0).adding());
    requireValues(c, i -> 2);
    kernel().multiply(nan, nan, Target.into(c).scaled(0));
    requireValues(c, i -> 0);
  }

  @ParameterizedTest
  @EnumSource
  default void batchedProductsMatchSingleOnes(Precision precision) {
    Random random = new Random(5);
    for (int trial = 0; trial < 150; trial++) {
      int count = random.nextInt(6);
      int m = random.nextInt(9);
      int n = random.nextInt(9);
      int k = random.nextInt(9);
      MatrixBatch a = batch(precision, count, m, k, random);
      MatrixBatch b = batch(precision, count, k, n, random);
      Matrix all = GemmCase.matrix(precision, Math.max(1, count * m), n, false, random);
      MatrixBatch c = m == 0 ? all.rows(0, 0).repeated(count) : blocks(all, count, m);
      kernel().multiply(a, b, Target.into(c));
      double tolerance = precision == Precision.FLOAT64 ? 1e-13 : 1e-4;
      for (int i = 0; i < count; i++) {
        double[] single = kernel().multiply(a.get(i), b.get(i)).toArray();
        assertThat(c.get(i).toArray()).containsExactly(single, within(tolerance));
      }
    }
  }

  private static MatrixBatch batch(
      Precision precision, int count, int rows, int columns, Random random) {
    if (rows == 0 || random.nextBoolean()) {
      boolean transposed = random.nextBoolean();
      return GemmCase.matrix(precision, rows, columns, transposed, random).repeated(count);
    }
    int height = Math.max(1, count * rows);
    return blocks(GemmCase.matrix(precision, height, columns, false, random), count, rows);
  }

  private static MatrixBatch blocks(Matrix all, int count, int rows) {
    return all.rows(0, count * rows).rowBlocks(rows);
  }

  private static void requireValues(Matrix found, IntToDoubleFunction expected) {
    int length = found.rows() * found.columns();
    assertThat(found.toArray())
        .isEqualTo(IntStream.range(0, length).mapToDouble(expected).toArray());
  }

  private static Matrix filled(Precision precision, int rows, int columns, double value) {
    Matrix matrix = Matrix.zeros(precision, rows, columns);
    matrix.fill(value);
    return matrix;
  }
}
