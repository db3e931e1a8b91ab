package io.github.convexheads.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.SymmetryContract;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention knows tokens by their values alone, and multiplies three of them. */
class AttentionSymmetryTest extends SymmetryContract {
  private static final int SIZE = SHAPE.size();

  @ParameterizedTest
  @CsvSource({"LINEAR, MEAN", "LINEAR, NONE", "GATED_RELU, MEAN", "GATED_RELU, NONE"})
  void permutingTokensPermutesRowsAndNothingElse(Activation activation, Pooling pooling) {
    int[] order = {4, 2, 0, 1, 3};
    int d = SHAPE.features();
    double[] x = gaussian(3, SIZE);
    double[] permuted = new double[SIZE];
    Arrays.setAll(permuted, i -> x[order[i / d] * d + i % d]);
    double[] before = projected(activation, pooling, x);
    double[] expected = before.clone();
    if (pooling == Pooling.NONE) {
      Arrays.setAll(expected, i -> before[order[i / (d * K)] * d * K + i % (d * K)]);
    }

    assertThat(projected(activation, pooling, permuted)).containsExactly(expected, within(1e-12));
  }

  @Override
  protected Lift lift(Pooling pooling, Gates gates) {
    return new AttentionLift(new AttentionPreactivation(SHAPE, pooling), 1, gates);
  }

  @Override
  protected int gateLength() {
    return SHAPE.features() * SHAPE.features();
  }

  @Override
  protected int degree() {
    return 3;
  }
}
