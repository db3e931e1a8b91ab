package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turning the tokens of a sample around the circle turns the outputs, and leaves their mean. */
class FnoSymmetryTest {
  private static final int K = 3;

  private final Kernel kernel = Kernels.best();

  @ParameterizedTest
  @EnumSource(Activation.class)
  void outputsOfEveryTokenFollowACircularShift(Activation activation) {
    forRandomShapes(
        activation,
        "none",
        (shape, shift, before, after) -> {
          int s = shape.tokens();
          for (int t = 0; t < s; t++) {
            for (int h = 0; h < K; h++) {
              assertThat(after[t * K + h])
                  .isCloseTo(before[(t + shift) % s * K + h], within(1e-11 * shape.size()));
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void pooledOutputsDoNotSeeACircularShift(Activation activation) {
    forRandomShapes(
        activation,
        "mean",
        (shape, shift, before, after) ->
            assertThat(after).containsExactly(before, within(1e-11 * shape.size())));
  }

  private interface Check {
    void of(TokenShape shape, int shift, double[] before, double[] after);
  }

  private void forRandomShapes(Activation activation, String pooling, Check check) {
    BlockFnoHeadProvider provider = new BlockFnoHeadProvider();
    String spelled = activation == Activation.GATED_RELU ? "gated-relu" : activation.name();
    Map<String, String> given =
        Map.of(
            "blocks",
            "2",
            "pooling",
            pooling,
            "gates.enumerate",
            "false",
            "activation",
            spelled.toLowerCase(java.util.Locale.ROOT));
    Head head = provider.create(Settings.of("head", provider.settings(), given));
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20; round++) {
      TokenShape shape = new TokenShape(random.nextInt(1, 12), random.nextInt(2, 7));
      double[] x = random.doubles(shape.size()).map(v -> 2 * v - 1).toArray();
      int shift = random.nextInt(shape.tokens());
      Tokens tokens = Tokens.of(x, 1, shape.tokens(), shape.features());
      Gates gates = head.gates(tokens, 2, kernel);
      Lift lift = head.lift(shape, 2, gates);
      for (int block = 0; block < lift.blocks().size(); block++) {
        int rows = lift.blocks().get(block).rows();
        double[] u = random.doubles((long) rows * K).map(v -> 2 * v - 1).toArray();
        check.of(
            shape,
            shift,
            projected(lift, block, x, u),
            projected(lift, block, shifted(x, shape, shift), u));
      }
    }
  }

  private double[] projected(Lift lift, int block, double[] x, double[] u) {
    int positions = lift.pooling().positions(lift.shape().tokens());
    double[] p = new double[positions * K];
    lift.features(new TokenBatch(lift.shape(), 1, RealArray.wrap(x)), kernel)
        .project(block, Matrix.of(u, u.length / K, K), Matrix.of(p, positions, K));
    return p;
  }

  /** Token t becomes what token t + shift was. */
  private static double[] shifted(double[] x, TokenShape shape, int shift) {
    double[] shifted = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      shifted[i] = x[(i + shift * shape.features()) % x.length];
    }
    return shifted;
  }
}
