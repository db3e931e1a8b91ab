package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateMasksTest {
  /** The last case has more pre-activations than are held at once. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "5, 7, 3, 4", "3, 64, 2, 65", "9, 5, 3, 40000"})
  void everyBitIsTheSignOfThePreActivation(int n, int s, int d, int count) {
    Tokens tokens = Tokens.of(HeadCase.gaussian(new SplittableRandom(1), n * s * d), n, s, d);
    Gates gates = gates(count, d);
    TokenBatch batch = tokens.batch(0, n, Precision.FLOAT64);
    List<RowMask> masks = gates.masks(new TokenRows(tokens.shape(), 1), batch, 0);

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
      RowMask mask =
          gates.masks(new TokenRows(tokens.shape(), 1), tokens.batch(0, 1, precision), 0).get(0);
      assertThat(mask.open(0)).isFalse();
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
}
