package io.github.convexheads.mixer;

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

/** The mixer treats all features of a token alike, and is linear in them. */
class MixerSymmetryTest extends SymmetryContract {
  private static final int SIZE = SHAPE.size();

  @ParameterizedTest
  @CsvSource({"LINEAR, MEAN", "LINEAR, NONE", "GATED_RELU, MEAN", "GATED_RELU, NONE"})
  void permutingFeaturesPermutesThoseOfEveryRow(Activation activation, Pooling pooling) {
    int[] order = {2, 0, 1};
    int d = SHAPE.features();
    double[] x = gaussian(3, SIZE);
    double[] permuted = new double[SIZE];
    Arrays.setAll(permuted, i -> x[i / d * d + order[i % d]]);
    double[] before = projected(activation, pooling, x);
    double[] expected = new double[before.length];
    Arrays.setAll(expected, i -> before[(i / (d * K) * d + order[i / K % d]) * K + i % K]);

    assertThat(projected(activation, pooling, permuted)).containsExactly(expected, within(1e-12));
  }

  @Override
  protected Lift lift(Pooling pooling, Gates gates) {
    return new MixerLift(new MixerPreactivation(SHAPE, pooling), 1, gates);
  }

  @Override
  protected int gateLength() {
    return SHAPE.tokens() * SHAPE.tokens();
  }

  @Override
  protected int degree() {
    return 1;
  }
}
