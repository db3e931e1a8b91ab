package io.github.convexheads.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another order of the tokens of a sample reorders the rows, and leaves their mean. */
class MlpSymmetryTest {
  private static final int K = 3;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsFollowThePermutationOfTheTokensAndTheirMeanDoesNot(boolean gated) {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20; round++) {
      int s = random.nextInt(1, 10);
      int d = random.nextInt(1, 6);
      double[] x = numbers(random, s * d);
      double[] gate = numbers(random, d);
      double[] u = numbers(random, d * K);
      Gates gates = gated ? Gates.of(List.<double[][]>of(new double[][] {gate})) : Gates.none();
      int[] order = permutation(random, s);
      double[] permuted = new double[s * d];
      for (int t = 0; t < s; t++) {
        System.arraycopy(x, order[t] * d, permuted, t * d, d);
      }

      double[] rows = projected(new TokenShape(s, d), Pooling.NONE, gates, x, u);
      double[] reordered = projected(new TokenShape(s, d), Pooling.NONE, gates, permuted, u);
      for (int i = 0; i < s * K; i++) {
        assertThat(reordered[i]).isCloseTo(rows[order[i / K] * K + i % K], within(1e-13));
      }
      assertThat(projected(new TokenShape(s, d), Pooling.MEAN, gates, permuted, u))
          .containsExactly(
              projected(new TokenShape(s, d), Pooling.MEAN, gates, x, u), within(1e-13));
    }
  }

  private static double[] projected(
      TokenShape shape, Pooling pooling, Gates gates, double[] x, double[] u) {
    Lift lift = new MlpLift(shape, 1, pooling, gates);
    double[] p = new double[pooling.positions(shape.tokens()) * K];
    lift.features(new TokenBatch(shape, 1, RealArray.wrap(x)), Kernels.best())
        .project(0, Matrix.of(u, u.length / K, K), Matrix.of(p, p.length / K, K));
    return p;
  }

  private static int[] permutation(SplittableRandom random, int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static double[] numbers(SplittableRandom random, int length) {
    return random.doubles(length).map(v -> 2 * v - 1).toArray();
  }
}
