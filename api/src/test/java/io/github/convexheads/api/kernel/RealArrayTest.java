package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealArrayTest {

  @ParameterizedTest
  @EnumSource
  void aNewArrayIsZeroAndKnowsItsPrecisionAndLength(Precision precision) {
    RealArray array = RealArray.allocate(precision, 3, 4);
    assertThat(array.precision()).isEqualTo(precision);
    assertThat(array.length()).isEqualTo(12);
    assertThat(array.get(11)).isZero();
  }

  @Test
  void wrappedArraysAreViewsAndNotCopies() {
    double[] doubles = {1, 2};
    float[] floats = {1, 2};
    RealArray.wrap(doubles).set(1, 5);
    RealArray.wrap(floats).set(1, 5);
    assertThat(doubles).containsExactly(1, 5);
    assertThat(floats).containsExactly(1, 5);
    assertThat(RealArray.wrap(doubles).doubles()).isSameAs(doubles);
    assertThat(RealArray.wrap(floats).floats()).isSameAs(floats);
  }

  @Test
  void theBackingArrayOfTheOtherPrecisionIsRefused() {
    assertThatThrownBy(() -> RealArray.wrap(new float[1]).doubles())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FLOAT32 array for double[]");
    assertThatThrownBy(() -> RealArray.wrap(new double[1]).floats())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FLOAT64 array for float[]");
  }

  @ParameterizedTest
  @EnumSource
  void entriesOfARangeAreFiniteOrNot(Precision precision) {
    for (double wrong : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
      RealArray array = RealArray.allocate(precision, 5);
      array.set(0, precision == Precision.FLOAT32 ? -Float.MAX_VALUE : -Double.MAX_VALUE);
      array.set(3, wrong);

      assertThat(array.finite(0, 3)).isTrue();
      assertThat(array.finite(4, 5)).isTrue();
      assertThat(array.finite(3, 3)).isTrue();
      assertThat(array.finite(0, 4)).isFalse();
      assertThatThrownBy(() -> array.finite(0, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void impossibleSizesAreRefusedWithTheirValues() {
    assertThatThrownBy(() -> RealArray.allocate(Precision.FLOAT64, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> RealArray.allocate(Precision.FLOAT32, 1 << 16, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536 x 65536");
    assertThatThrownBy(() -> RealArray.allocate(Precision.FLOAT32, -2, -3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void rangesAreFilledAndScaledAndTheRestIsLeft(Precision precision) {
    RealArray array = RealArray.allocate(precision, 4);
    array.fill(0, 4, 3);
    array.fill(1, 3, 0.5);
    array.scale(2, 4, -2);
    assertThat(values(array)).containsExactly(3, 0.5, -1, -6);
  }

  @Test
  void copiesConvertBetweenPrecisionsAndRoundToNearest() {
    RealArray wide = RealArray.wrap(new double[] {1.0 / 3, 1e300, -0.0, Double.NaN});
    RealArray narrow = wide.copy(Precision.FLOAT32);
    assertThat(narrow.floats())
        .containsExactly((float) (1.0 / 3), Float.POSITIVE_INFINITY, -0.0f, Float.NaN);
    assertThat(narrow.copy(Precision.FLOAT64).get(0)).isEqualTo((float) (1.0 / 3));
    assertThat(narrow.copy(Precision.FLOAT32).floats())
        .isEqualTo(narrow.floats())
        .isNotSameAs(narrow.floats());
  }

  @ParameterizedTest
  @EnumSource
  void overlappingCopiesWithinOneArrayAreRight(Precision precision) {
    RealArray array = RealArray.wrap(new double[] {1, 2, 3, 4}).copy(precision);
    array.copyFrom(array, 0, 1, 3);
    assertThat(values(array)).containsExactly(1, 1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource
  void rangeOperationsMatchPlainLoops(Precision precision) {
    Random random = new Random(1);
    double tolerance = precision == Precision.FLOAT64 ? 1e-14 : 1e-6;
    for (int trial = 0; trial < 200; trial++) {
      int length = random.nextInt(40);
      int x = random.nextInt(4);
      int y = random.nextInt(4);
      int z = random.nextInt(4);
      RealArray a = random(x + length, precision, random);
      RealArray b = random(y + length, precision, random);
      RealArray c = random(z + length + 1, precision, random);
      RealArray before = c.copy(precision);
      RealArray summed = c.copy(precision);
      RealArray products = c.copy(precision);
      summed.addScaled(-0.7, a, x, z, length);
      products.multiply(a, x, b, y, z, length);
      double dot = 0;
      for (int i = 0; i < length; i++) {
        double p = a.get(x + i);
        double q = b.get(y + i);
        assertThat(summed.get(z + i)).isCloseTo(before.get(z + i) - 0.7 * p, within(tolerance));
        assertThat(products.get(z + i)).isCloseTo(p * q, within(tolerance));
        dot += p * q;
      }
      assertThat(a.dot(x, b, y, length)).isCloseTo(dot, within(1e-13));
      for (RealArray changed : new RealArray[] {summed, products}) {
        assertThat(changed.get(z + length)).isEqualTo(before.get(z + length));
      }
    }
  }

  @Test
  void innerProductsOfFloatsAreAccumulatedInDouble() {
    RealArray x = RealArray.wrap(new float[] {1e8f, 1, 1, 1, -1e8f, 1});
    RealArray ones = RealArray.wrap(new float[] {1, 1, 1, 1, 1, 1});
    assertThat(x.dot(0, ones, 0, 6)).isEqualTo(4);
    RealArray large = RealArray.wrap(new float[] {1e30f});
    assertThat(large.dot(0, large, 0, 1)).isCloseTo(1e60, within(1e53));
  }

  @Test
  void operandsOfTheOtherPrecisionAreRefused() {
    RealArray wide = RealArray.allocate(Precision.FLOAT64, 2);
    RealArray narrow = RealArray.allocate(Precision.FLOAT32, 2);
    assertThatThrownBy(() -> wide.addScaled(1, narrow, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this array is FLOAT64 but the operand is FLOAT32");
    assertThatThrownBy(() -> narrow.dot(0, wide, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this array is FLOAT32 but the operand is FLOAT64");
  }

  @ParameterizedTest
  @EnumSource
  void rangesOutsideAnArrayAreRefusedBeforeAnythingIsWritten(Precision precision) {
    RealArray array = RealArray.allocate(precision, 3);
    RealArray longer = RealArray.wrap(new double[] {1, 1, 1, 1}).copy(precision);
    assertThatThrownBy(() -> array.addScaled(1, longer, 0, 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.copyFrom(longer, 2, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.fill(2, 4, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.scale(-1, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.multiply(longer, 0, longer, 2, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> array.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(values(array)).containsOnly(0);
  }

  private static RealArray random(int length, Precision precision, Random random) {
    return RealArray.wrap(random.doubles(length, -1, 1).toArray()).copy(precision);
  }

  private static double[] values(RealArray array) {
    return array.copy(Precision.FLOAT64).doubles();
  }

  @ParameterizedTest
  @EnumSource
  void selectedRowsAreAddedAsIfOneByOne(Precision precision) {
    Random random = new Random(9);
    for (int length : new int[] {1, 7, 8, 9, 20}) {
      RealArray rows = RealArray.wrap(random.doubles(64L * length).toArray()).copy(precision);
      for (long bits : new long[] {0, 1, -1, random.nextLong(), Long.MIN_VALUE}) {
        RealArray expected = RealArray.wrap(random.doubles(length + 3).toArray()).copy(precision);
        RealArray found = expected.copy(precision);
        for (int t = 0; t < 64; t++) {
          if ((bits >> t & 1) != 0) {
            expected.addScaled(1, rows, t * length, 2, length);
          }
        }
        found.addRows(bits, rows, 0, 2, length);
        for (int i = 0; i < found.length(); i++) {
          assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
      }
    }
    RealArray few = RealArray.allocate(precision, 5);
    assertThatThrownBy(() -> few.addRows(0b100, RealArray.allocate(precision, 5), 0, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
