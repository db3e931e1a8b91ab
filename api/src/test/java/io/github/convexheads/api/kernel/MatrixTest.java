package io.github.convexheads.api.kernel;

import static io.github.convexheads.api.kernel.Target.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixTest {
  private static final Kernel KERNEL = Kernels.best();

  @Test
  void windowsAndTransposesShowTheNumbersOfTheirArray() {
    Matrix a = counting(4, 5);
    assertThat(a.rows(1, 2).columns(2, 3).toArray()).containsExactly(7, 8, 9, 12, 13, 14);
    assertThat(a.rows(1, 2).columns(2, 3).transposed().toArray())
        .containsExactly(7, 12, 8, 13, 9, 14);
    assertThat(a.transposed().rows(2, 3).columns(1, 2).toArray())
        .containsExactly(7, 12, 8, 13, 9, 14);
    assertThat(a.rows(2, 1).reshaped(5, 1).toArray()).containsExactly(10, 11, 12, 13, 14);
    assertThat(a.transposed().get(3, 2)).isEqualTo(13);
    assertThat(Matrix.identity(2).toArray()).containsExactly(1, 0, 0, 1);
  }

  @Test
  void blocksAreConsecutiveRowsOrColumns() {
    Matrix a = counting(4, 6);
    assertThat(a.rowBlocks(2).get(1).toArray()).isEqualTo(a.rows(2, 2).toArray());
    assertThat(a.columnBlocks(3).get(1).toArray()).isEqualTo(a.columns(3, 3).toArray());
    assertThat(a.transposed().rowBlocks(3).get(1).toArray())
        .isEqualTo(a.columns(3, 3).transposed().toArray());
    assertThat(a.rowBlocks(1).slice(1, 3).columns(4, 2).transposed().get(2).toArray())
        .containsExactly(22, 23);
    assertThat(a.rowBlocks(2).columns(1, 2).stacked().toArray())
        .isEqualTo(a.columns(1, 2).toArray());
    assertThatThrownBy(() -> a.columnBlocks(3).stacked()).isInstanceOf(IllegalStateException.class);
    assertThat(MatrixBatch.of(RealArray.wrap(new double[24]), 4, 2, 3).count()).isEqualTo(4);
  }

  @Test
  void fillingAndScalingStayInsideTheWindow() {
    Matrix a = counting(3, 3);
    a.rows(1, 2).columns(1, 2).transposed().fill(1);
    a.columns(0, 1).scale(2);
    assertThat(a.toArray()).containsExactly(0, 1, 2, 6, 1, 1, 12, 1, 1);
  }

  @Test
  void arithmeticOfEntriesReadsBothOrders() {
    Matrix a = counting(2, 3);
    Matrix b = counting(3, 2).transposed();
    Matrix sum = a.copy();
    sum.addScaled(2, b.copy());
    assertThat(sum.toArray()).containsExactly(0, 5, 10, 5, 10, 15);
    sum.multiplyEntries(a);
    sum.scaleRows(new double[] {1, 10});
    sum.transposed().scaleRows(new double[] {3, 2, 1});
    assertThat(sum.toArray()).containsExactly(0, 10, 20, 450, 800, 750);
    assertThatThrownBy(() -> a.addScaled(1, b)).hasMessageContaining("order");
    assertThatThrownBy(() -> a.copyFrom(counting(2, 2))).hasMessageContaining("sides");
  }

  @ParameterizedTest
  @EnumSource
  void productsOfRandomViewsMatchPlainLoops(Precision precision) {
    Random random = new Random(1);
    for (int trial = 0; trial < 500; trial++) {
      int m = random.nextInt(9);
      int n = random.nextInt(9);
      int k = random.nextInt(9);
      Matrix a = view(precision, m, k, random);
      Matrix b = view(precision, k, n, random);
      Matrix c = view(precision, m, n, random);
      double alpha = random.nextGaussian();
      boolean adding = random.nextBoolean();
      double[] expected = product(a, b, c, (float) alpha, adding);
      Target target = into(c).scaled((float) alpha);
      KERNEL.multiply(a, b, adding ? target.adding() : target);
      double tolerance = precision == Precision.FLOAT64 ? 1e-13 : 1e-4;
      assertThat(c.toArray()).containsExactly(expected, within(tolerance));
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesMatchProductsOneByOne(Precision precision) {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      int count = random.nextInt(5);
      int m = random.nextInt(5);
      int n = random.nextInt(5);
      int k = random.nextInt(5);
      MatrixBatch a = batch(precision, count, m, k, random);
      MatrixBatch b =
          random.nextBoolean()
              ? batch(precision, count, k, n, random)
              : view(precision, k, n, random).repeated(count);
      Matrix whole = view(precision, m, count * n, random);
      MatrixBatch c = n == 0 ? batch(precision, count, m, n, random) : whole.columnBlocks(n);
      KERNEL.multiply(a, b, into(c));
      for (int i = 0; i < count; i++) {
        double[] expected = product(a.get(i), b.get(i), c.get(i), 1, false);
        assertThat(c.get(i).toArray()).containsExactly(expected, within(1e-4));
      }
    }
  }

  @Test
  void aNewProductIsTheProduct() {
    assertThat(KERNEL.multiply(counting(2, 2), counting(2, 3)).toArray())
        .containsExactly(3, 4, 5, 9, 14, 19);
  }

  @Test
  void viewsThatDoNotFitAreRefusedWithTheirSides() {
    Matrix a = counting(2, 3);
    assertThatThrownBy(() -> KERNEL.multiply(a, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 3 by 2 x 3");
    assertThatThrownBy(() -> Matrix.of(new double[5], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("ends behind 6 numbers, but its array has 5");
    assertThatThrownBy(() -> a.rows(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.transposed().reshaped(2, 3))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> a.reshaped(2, 2))
        .hasMessageContaining("2 x 3] cannot be seen as 2 x 2");
    assertThatThrownBy(() -> a.columnBlocks(2)).hasMessageContaining("groups of 2");
    assertThatThrownBy(() -> KERNEL.multiply(a.repeated(2), a.repeated(1), into(a)))
        .hasMessageContaining("2 matrices by 1 into 1");
    assertThatThrownBy(
            () -> KERNEL.multiply(a, Matrix.zeros(Precision.FLOAT32, 3, 1), into(counting(2, 1))))
        .hasMessageContaining("FLOAT32");
  }

  private static Matrix counting(int rows, int columns) {
    return Matrix.of(IntStream.range(0, rows * columns).asDoubleStream().toArray(), rows, columns);
  }

  /** A random window of a random array, transposed or not. */
  private static Matrix view(Precision precision, int rows, int columns, Random random) {
    boolean transposed = random.nextBoolean();
    int height = (transposed ? columns : rows) + random.nextInt(3);
    int width = (transposed ? rows : columns) + random.nextInt(3);
    Matrix whole = Matrix.zeros(precision, height, width);
    for (int i = 0; i < height * width; i++) {
      whole.set(i / width, i % width, random.nextGaussian());
    }
    Matrix seen = transposed ? whole.transposed() : whole;
    int top = random.nextInt(seen.rows() - rows + 1);
    int left = random.nextInt(seen.columns() - columns + 1);
    return seen.rows(top, rows).columns(left, columns);
  }

  private static MatrixBatch batch(
      Precision precision, int count, int rows, int columns, Random random) {
    Matrix whole = view(precision, Math.max(1, count * rows), columns, random);
    return rows == 0
        ? whole.rows(0, 0).repeated(count)
        : whole.rows(0, count * rows).rowBlocks(rows);
  }

  private static double[] product(Matrix a, Matrix b, Matrix c, double alpha, boolean adding) {
    double[] sum = adding ? c.toArray() : new double[c.rows() * c.columns()];
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        for (int p = 0; p < a.columns(); p++) {
          sum[i * c.columns() + j] += alpha * a.get(i, p) * b.get(p, j);
        }
      }
    }
    return sum;
  }
}
