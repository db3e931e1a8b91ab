package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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
          RealArray a = filled(precision, 40 * k, 1);
          RealArray b = filled(precision, k * 50, 0);
          RealArray c = filled(precision, 40 * 50, 7);
          a.set(row * k + at, Double.NaN);
          kernel().gemm(false, false, 40, 50, k, 1, a, 0, k, b, 0, 50, 1, c, 0, 50);
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
          RealArray a = filled(precision, 40 * k, 0);
          RealArray b = filled(precision, k * 50, 1);
          RealArray c = filled(precision, 40 * 50, 7);
          b.set(at * 50 + column, Double.NaN);
          kernel().gemm(false, false, 40, 50, k, 1, a, 0, k, b, 0, 50, 1, c, 0, 50);
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
        RealArray ones = filled(precision, k * 50, 1);
        RealArray infinite = filled(precision, k * 50, 1);
        infinite.set(at * 50 + 49, Double.POSITIVE_INFINITY);
        RealArray c = filled(precision, 50 * 50, 7);
        kernel().gemm(true, false, 50, 50, k, 1, ones, 0, 50, infinite, 0, 50, 1, c, 0, 50);
        requireValues(c, i -> i % 50 == 49 ? Double.POSITIVE_INFINITY : 7 + infinite.length() / 50);
        c.fill(0, c.length(), 7);
        kernel().gemm(true, false, 50, 50, k, 1, infinite, 0, 50, ones, 0, 50, 1, c, 0, 50);
        requireValues(c, i -> i / 50 == 49 ? Double.POSITIVE_INFINITY : 7 + infinite.length() / 50);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void infinityTimesZeroIsNan(Precision precision) {
    RealArray a = filled(precision, 1, Double.POSITIVE_INFINITY);
    RealArray b = filled(precision, 3, 0);
    RealArray c = filled(precision, 3, 7);
    kernel().gemm(false, false, 1, 3, 1, 1, a, 0, 1, b, 0, 3, 1, c, 0, 3);
    assertThat(c.get(0)).isNaN();
    assertThat(c.get(2)).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  default void betaZeroOverwritesNanWithoutReadingIt(Precision precision) {
    for (int side : new int[] {1, 3, 70}) {
      RealArray a = filled(precision, side * side, 1);
      RealArray c = filled(precision, side * side, Double.NaN);
      kernel().gemm(false, true, side, side, side, 1, a, 0, side, a, 0, side, 0, c, 0, side);
      for (int i = 0; i < side * side; i++) {
        assertThat(c.get(i)).isEqualTo(side);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void alphaZeroDoesNotReadTheFactors(Precision precision) {
    RealArray nan = filled(precision, 9, Double.NaN);
    RealArray c = filled(precision, 9, 2);
    kernel().gemm(false, false, 3, 3, 3, 0, nan, 0, 3, nan, 0, 3, 3, c, 0, 3);
    for (int i = 0; i < 9; i++) {
      assertThat(c.get(i)).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void batchedProductsMatchSingleOnes(Precision precision) {
    Random random = new Random(5);
    for (int trial = 0; trial < 100; trial++) {
      int count = random.nextInt(5);
      GemmCase one =
          GemmCase.random(
              precision, random.nextInt(9), random.nextInt(9), random.nextInt(9), random);
      int strideA = random.nextBoolean() ? 0 : one.a().length() + random.nextInt(3);
      int strideB = random.nextBoolean() ? 0 : one.b().length() + random.nextInt(3);
      int strideC = one.c().length() + random.nextInt(3);
      BatchedGemm.random(one, count, strideA, strideB, strideC, random).verify(kernel());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void stackedBatchesWithAndWithoutASharedFactorMatchSingleProducts(Precision precision) {
    Random random = new Random(6);
    for (int trial = 0; trial < 50; trial++) {
      GemmCase one =
          GemmCase.random(
              precision, 1 + random.nextInt(9), random.nextInt(9), random.nextInt(9), random);
      int strideB = trial % 2 == 0 ? 0 : one.b().length();
      BatchedGemm.random(one, 6, one.m() * one.lda(), strideB, one.m() * one.ldc(), random)
          .verify(kernel());
    }
  }

  @Test
  default void anEmptyBatchChangesNothing() {
    RealArray c = filled(Precision.FLOAT64, 1, 3);
    kernel().gemmBatched(0, false, false, 1, 1, 1, 1, c, 0, 1, 9, c, 0, 1, 9, 0, c, 0, 1, 9);
    assertThat(c.get(0)).isEqualTo(3);
  }

  private static void requireValues(RealArray found, IntToDoubleFunction expected) {
    assertThat(found.copy(Precision.FLOAT64).doubles())
        .isEqualTo(IntStream.range(0, found.length()).mapToDouble(expected).toArray());
  }

  private static RealArray filled(Precision precision, int length, double value) {
    RealArray array = RealArray.allocate(precision, length);
    array.fill(0, length, value);
    return array;
  }
}
