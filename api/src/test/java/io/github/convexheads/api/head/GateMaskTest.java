package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateMaskTest {
  /** The last case has more pre-activations than are held at once. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "5, 7, 3, 4", "3, 64, 2, 65", "9, 5, 3, 40000"})
  void everyBitIsTheSignOfThePreActivation(int n, int s, int d, int count) {
    Tokens tokens = Tokens.of(HeadCase.gaussian(new SplittableRandom(1), n * s * d), n, s, d);
    Gates gates = gates(count, d);
    TokenBatch batch = tokens.batch(0, n, Precision.FLOAT64);
    List<GateMask> masks = GateMask.of(new TokenRows(tokens.shape(), 1), batch, 0, gates);

    assertThat(masks).hasSize(count);
    int wrong = 0;
    for (int j = 0; j < count; j++) {
      RealArray gate = RealArray.wrap(gates.gate(0, j));
      assertThat(masks.get(j).length()).isEqualTo(n * s);
      for (int i = 0; i < n * s; i++) {
        wrong += masks.get(j).open(i) == batch.values().dot(i * d, gate, 0, d) >= 0 ? 0 : 1;
      }
    }
    assertThat(wrong).isZero();
  }

  /** The pre-activation is -2^-40, which single precision loses beside 1 - 1. */
  @Test
  void bothPrecisionsHaveTheSameMask() {
    Tokens tokens = Tokens.of(new double[] {1, 1, 1}, 1, 1, 3);
    Gates gates = Gates.of(List.<double[][]>of(new double[][] {{1, -0x1p-40, -1}}));

    for (Precision precision : Precision.values()) {
      GateMask mask =
          GateMask.of(new TokenRows(tokens.shape(), 1), tokens.batch(0, 1, precision), 0, gates)
              .get(0);
      assertThat(mask.open(0)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void expandAndCloseReadTheBits(Precision precision) {
    int length = 150;
    RealArray z = RealArray.wrap(HeadCase.gaussian(new SplittableRandom(2), length));
    GateMask mask = GateMask.of(z, length, 1).get(0);
    RealArray numbers = RealArray.allocate(precision, 103);
    mask.expand(47, 101, 0.5, numbers, 2);
    RealArray rows = RealArray.allocate(precision, 3 * 101 + 1);
    rows.fill(0, rows.length(), 7);
    mask.close(47, 101, 3, rows, 1);
    RealArray column = RealArray.allocate(precision, 101);
    column.fill(0, 101, -7);
    mask.close(47, 101, 1, column, 0);

    assertThat(numbers.get(0)).isZero();
    assertThat(rows.get(0)).isEqualTo(7);
    for (int i = 0; i < 101; i++) {
      boolean open = z.get(47 + i) >= 0;
      assertThat(numbers.get(2 + i)).isEqualTo(open ? 0.5 : 0);
      assertThat(rows.get(1 + 3 * i + 2)).isEqualTo(open ? 7 : 0);
      assertThat(column.get(i)).isEqualTo(open ? -7 : 0);
    }
  }

  private static Gates gates(int count, int d) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] gates = new double[count][];
    for (int j = 0; j < count; j++) {
      gates[j] = HeadCase.gaussian(random, d);
    }
    return Gates.of(List.<double[][]>of(gates));
  }

  @Test
  void transposingReadsTheMatrixOfEverySampleColumnByColumn() {
    int rows = 7;
    int columns = 13;
    RealArray z = RealArray.wrap(HeadCase.gaussian(new SplittableRandom(8), 3 * rows * columns));
    GateMask transposed = GateMask.of(z, z.length(), 1).get(0).transposed(rows, columns);

    for (int i = 0; i < z.length(); i++) {
      int sample = i / (rows * columns);
      int row = i / columns % rows;
      int column = i % columns;
      assertThat(transposed.open((sample * columns + column) * rows + row))
          .isEqualTo(z.get(i) >= 0);
    }
  }

  @Test
  void openRowsAreCopiedAndTheOthersAreLeftAsTheyAre() {
    RealArray z = RealArray.wrap(HeadCase.gaussian(new SplittableRandom(9), 200));
    GateMask mask = GateMask.of(z, z.length(), 1).get(0);
    RealArray rows = RealArray.wrap(HeadCase.gaussian(new SplittableRandom(10), 5 + 150 * 3));
    RealArray copy = RealArray.allocate(Precision.FLOAT64, 2 + 150 * 3);
    copy.fill(0, copy.length(), -1);

    mask.copyOpen(37, 150, 3, rows, 5, copy, 2);

    assertThat(copy.get(1)).isEqualTo(-1);
    for (int i = 0; i < 150 * 3; i++) {
      assertThat(copy.get(2 + i)).isEqualTo(z.get(37 + i / 3) >= 0 ? rows.get(5 + i) : -1);
    }
  }
}
