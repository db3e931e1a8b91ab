package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowMaskTest {
  @Test
  void everyColumnGivesTheSignsOfItsEntries() {
    Matrix z = Matrix.of(new double[] {-1, 0, -0.0, 3, Double.NaN, -2}, 3, 2);

    List<RowMask> masks = RowMask.signs(z);

    assertThat(masks).extracting(RowMask::length).containsExactly(3, 3);
    assertThat(opened(masks.get(0))).containsExactly(false, true, false);
    assertThat(opened(masks.get(1))).containsExactly(true, true, false);
    assertThat(opened(RowMask.signs(z.transposed()).get(0))).containsExactly(false, true);
    assertThat(masks.get(0).anyOpen()).isTrue();
    assertThat(mask(-1, -2).anyOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"3, 5, 70", "64, 64, 1", "63, 1, 64", "130, 7, 65"})
  void joinedMasksAreTheMaskOfAllRows(int first, int second, int third) {
    double[] z = gaussian(4, first + second + third);
    RowMask joined =
        RowMask.joined(
            List.of(
                mask(Arrays.copyOfRange(z, 0, first)),
                mask(Arrays.copyOfRange(z, first, first + second)),
                mask(Arrays.copyOfRange(z, first + second, z.length))));

    assertThat(joined.toBytes()).isEqualTo(mask(z).toBytes());
  }

  @Test
  void equalMasksAloneHaveEqualBytes() {
    assertThat(mask(1, -1, 1).toBytes()).isEqualTo(mask(2, -2, 0).toBytes());
    assertThat(mask(1, -1, 1).toBytes()).isNotEqualTo(mask(1, -1, 1, -1).toBytes());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void expandAndCloseReadTheBits(Precision precision) {
    double[] z = gaussian(2, 150);
    RowMask mask = mask(z);
    Matrix numbers = Matrix.zeros(precision, 4, 60);
    mask.expand(47, 0.5, numbers.columns(3, 25));
    Matrix rows = Matrix.zeros(precision, 102, 3);
    rows.fill(7);
    mask.close(47, rows.rows(1, 101));
    Matrix column = Matrix.zeros(precision, 101, 1);
    column.fill(-7);
    mask.close(47, column);

    assertThat(numbers.get(0, 2)).isZero();
    assertThat(numbers.get(0, 28)).isZero();
    assertThat(rows.get(0, 0)).isEqualTo(7);
    for (int i = 0; i < 100; i++) {
      boolean open = z[47 + i] >= 0;
      assertThat(numbers.get(i / 25, 3 + i % 25)).isEqualTo(open ? 0.5 : 0);
      assertThat(rows.get(1 + i, 2)).isEqualTo(open ? 7 : 0);
      assertThat(column.get(i, 0)).isEqualTo(open ? -7 : 0);
    }
  }

  /** A column inside of a wider matrix has other columns beside it. */
  @Test
  void aColumnOfAWiderMatrixIsClosedAlone() {
    Matrix wide = Matrix.zeros(Precision.FLOAT64, 3, 2);
    wide.fill(1);

    mask(1, -1, 1).close(0, wide.columns(1, 1));

    assertThat(wide.toArray()).containsExactly(1, 1, 1, 0, 1, 1);
  }

  @Test
  void transposingReadsTheMatrixOfEverySampleColumnByColumn() {
    int rows = 7;
    int columns = 13;
    double[] z = gaussian(8, 3 * rows * columns);
    RowMask transposed = mask(z).transposed(rows, columns);

    for (int i = 0; i < z.length; i++) {
      int sample = i / (rows * columns);
      int row = i / columns % rows;
      int column = i % columns;
      assertThat(transposed.open((sample * columns + column) * rows + row)).isEqualTo(z[i] >= 0);
    }
  }

  @Test
  void openRowsAreCopiedAndTheOthersAreLeftAsTheyAre() {
    double[] z = gaussian(9, 200);
    Matrix rows = Matrix.of(gaussian(10, 160 * 3), 160, 3).rows(5, 150);
    Matrix copy = Matrix.zeros(Precision.FLOAT64, 152, 3);
    copy.fill(-1);

    mask(z).copyOpen(37, rows, copy.rows(2, 150));

    assertThat(copy.get(1, 2)).isEqualTo(-1);
    for (int i = 0; i < 150 * 3; i++) {
      double expected = z[37 + i / 3] >= 0 ? rows.get(i / 3, i % 3) : -1;
      assertThat(copy.get(2 + i / 3, i % 3)).isEqualTo(expected);
    }
  }

  /** Rows 70 apart in the mask, a tile of 4 rows and up to 64 tokens. */
  @ParameterizedTest
  @CsvSource({"64, 1", "5, 1", "64, 3", "1, 2"})
  void whatIsOpenIsAddedUpAndSpreadAgain(int tokens, int k) {
    double[] z = gaussian(11, 4 * 70);
    Matrix y = Matrix.of(gaussian(12, 4 * tokens * k), 4, tokens * k);
    Matrix p = Matrix.zeros(Precision.FLOAT64, 4, k);
    p.fill(0.25);
    Matrix spread = Matrix.zeros(Precision.FLOAT64, 4, tokens * k);
    spread.fill(Double.NaN);

    mask(z).addOpen(3, 70, y, p);
    mask(z).spreadOpen(3, 70, p, spread);

    for (int r = 0; r < 4; r++) {
      for (int h = 0; h < k; h++) {
        double sum = 0.25;
        for (int t = 0; t < tokens; t++) {
          boolean open = z[3 + r * 70 + t] >= 0;
          sum += open ? y.get(r, t * k + h) : 0;
          assertThat(spread.get(r, t * k + h)).isEqualTo(open ? p.get(r, h) : 0);
        }
        assertThat(p.get(r, h)).isEqualTo(sum);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Matrix three = Matrix.zeros(Precision.FLOAT64, 3, 2);

    assertThatThrownBy(() -> mask(1, 1).close(0, three))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mask(1, 1, 1).close(1, three))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mask(1, 1).close(0, three.transposed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transposed");
    assertThatThrownBy(() -> mask(1, 1, 1).transposed(2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 bits");
  }

  private static RowMask mask(double... z) {
    return RowMask.signs(Matrix.of(z, z.length, 1)).get(0);
  }

  private static List<Boolean> opened(RowMask mask) {
    return IntStream.range(0, mask.length()).mapToObj(mask::open).toList();
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
