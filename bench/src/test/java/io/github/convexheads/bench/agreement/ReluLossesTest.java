package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact relu with one output: every solver that takes it finds the same optimum of every loss. */
class ReluLossesTest {
  private static final int SAMPLES = 7;
  private static final double GAP = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"squared", "huber", "logistic", "squared-hinge"})
  void solversOfExactReluAgree(String loss) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = new double[SAMPLES * 2];
    Arrays.setAll(x, i -> random.nextGaussian());
    Tokens tokens = Tokens.of(x, SAMPLES, 1, 2);
    double optimum = Double.NaN;
    for (String solver : List.of("interior-point", "admm", "cone-descent")) {
      Certificate proof =
          ConvexHeads.builder()
              .set("preprocess.recommended", "false")
              .head("mlp")
              .set("head.activation", "relu")
              .loss(loss)
              .solver(solver)
              .betaFraction(0.1)
              .tolerance(GAP)
              .fit(tokens, targets(loss))
              .certificate();
      assertThat(proof.statement(GAP))
          .as(solver)
          .matches("optimal within \\S+ \\(relative, proven\\)");
      if (!Double.isNaN(optimum)) {
        assertThat(proof.primal()).as(solver).isCloseTo(optimum, within(1e-5 * optimum));
      }
      optimum = proof.primal();
    }
  }

  private static Targets targets(String loss) {
    SplittableRandom random = new SplittableRandom(4);
    if (loss.equals("squared") || loss.equals("huber")) {
      double[] y = new double[SAMPLES];
      Arrays.setAll(y, i -> 2 * random.nextGaussian());
      return Targets.values(y, 1);
    }
    boolean[] member = new boolean[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      member[i] = random.nextBoolean();
    }
    return Targets.multiLabels(member, 1);
  }
}
