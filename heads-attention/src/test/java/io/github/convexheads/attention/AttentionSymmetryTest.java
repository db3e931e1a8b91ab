package io.github.convexheads.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention knows tokens by their values alone, and multiplies three of them. */
class AttentionSymmetryTest {
  private static final TokenShape SHAPE = new TokenShape(5, 3);
  private static final int K = 2;
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

  @ParameterizedTest
  @CsvSource({"LINEAR, MEAN", "LINEAR, NONE", "GATED_RELU, MEAN", "GATED_RELU, NONE"})
  void scalingTokensScalesFeaturesByTheThirdPower(Activation activation, Pooling pooling) {
    double[] x = gaussian(4, SIZE);
    double[] twice = Arrays.stream(x).map(v -> 2 * v).toArray();
    double[] once = projected(activation, pooling, x);
    double[] expected = Arrays.stream(once).map(v -> 8 * v).toArray();

    assertThat(Arrays.stream(once).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    assertThat(projected(activation, pooling, twice)).containsExactly(expected, within(1e-12));
  }

  /** phi^T U of one sample, (rows*d) x K. */
  private static double[] projected(Activation activation, Pooling pooling, double[] x) {
    Gates gates =
        activation == Activation.LINEAR
            ? Gates.none()
            : Gates.of(List.<double[][]>of(new double[][] {gaussian(1, 9)}));
    Lift lift = new AttentionLift(new AttentionPreactivation(SHAPE, pooling), 1, gates);
    int rows = lift.blocks().get(0).rows();
    int width = pooling.positions(SHAPE.tokens()) * lift.blocks().get(0).width();
    double[] p = new double[width * K];
    lift.features(new TokenBatch(SHAPE, 1, RealArray.wrap(x)), Kernels.best())
        .project(0, Matrix.of(gaussian(2, rows * K), rows, K), Matrix.of(p, width, K));
    return p;
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
