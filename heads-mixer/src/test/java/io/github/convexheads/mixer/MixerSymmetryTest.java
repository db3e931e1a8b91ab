package io.github.convexheads.mixer;

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

/** The mixer treats all features of a token alike, and is linear in them. */
class MixerSymmetryTest {
  private static final TokenShape SHAPE = new TokenShape(5, 3);
  private static final int K = 2;
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

  @ParameterizedTest
  @CsvSource({"LINEAR, MEAN", "LINEAR, NONE", "GATED_RELU, MEAN", "GATED_RELU, NONE"})
  void scalingTokensScalesFeaturesAsMuch(Activation activation, Pooling pooling) {
    double[] x = gaussian(4, SIZE);
    double[] twice = Arrays.stream(x).map(v -> 2 * v).toArray();
    double[] once = projected(activation, pooling, x);
    double[] expected = Arrays.stream(once).map(v -> 2 * v).toArray();

    assertThat(Arrays.stream(once).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    assertThat(projected(activation, pooling, twice)).containsExactly(expected, within(1e-12));
  }

  /** phi^T U of one sample, (rows*d) x K. */
  private static double[] projected(Activation activation, Pooling pooling, double[] x) {
    Gates gates =
        activation == Activation.LINEAR
            ? Gates.none()
            : Gates.of(List.<double[][]>of(new double[][] {gaussian(1, 25)}));
    Lift lift = new MixerLift(new MixerPreactivation(SHAPE, pooling), 1, gates);
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
