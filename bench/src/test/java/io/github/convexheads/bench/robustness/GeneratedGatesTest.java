package io.github.convexheads.bench.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates that a fit generates lower the optimum further than as many that are drawn. */
class GeneratedGatesTest {
  private static final int N = 30;
  private static final int S = 3;
  private static final int D = 4;
  private static final int C = 2;

  private final Tokens tokens = Tokens.of(gaussian(1, N * S * D), N, S, D);
  private final Targets targets = Targets.values(gaussian(2, N * C), C);

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "attention", "mixer", "fno", "b-fno"})
  void generatedGatesBeatDrawnOnesAndAreConfirmed(String head) {
    FitResult drawn = fitter(head, "drawn").fit(tokens, targets);
    FitResult generated = fitter(head, "generated").fit(tokens, targets);

    assertThat(generated.certificate().primal()).isLessThan(0.9 * drawn.certificate().dual());
    assertThat(generated.certificate().relativeGap()).isLessThanOrEqualTo(1e-5);
    assertThat(generated.head().gates().count(0)).isLessThanOrEqualTo(8);
    assertThat(generated.head().verify(tokens, targets, RandomStarts.fresh()).confirmed()).isTrue();
  }

  @Test
  void twoSourcesOfGatesAreRefused() {
    assertThatThrownBy(
            () ->
                fitter("mlp", "generated").set("head.gates.enumerate", "true").fit(tokens, targets))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "gates.source = generated and gates.enumerate = true name two sources of gates");
  }

  private static ConvexHeads fitter(String head, String source) {
    return ConvexHeads.builder()
        .set("run.threads", "1")
        .head(head)
        .set("head.activation", "gated-relu")
        .set("head.gates.count", "8")
        .set("head.gates.source", source)
        .loss("squared")
        .beta(0.01)
        .tolerance(1e-5);
  }

  private static double[] gaussian(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
