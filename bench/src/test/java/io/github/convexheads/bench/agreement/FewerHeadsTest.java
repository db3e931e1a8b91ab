package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network of a fit has no more heads than its outputs need, and is proven as before. */
class FewerHeadsTest {

  @ParameterizedTest
  @CsvSource({
    "mlp,relu,interior-point,6,3,1,6",
    "mlp,relu,interior-point,7,3,1,7",
    "mlp,relu,cone-descent,7,2,2,14",
    "mlp,gated-relu,interior-point,5,4,2,9",
    "attention,gated-relu,interior-point,5,2,1,6",
    "attention,linear,interior-point,4,3,2,3"
  })
  void noHeadDoesWhatOthersCouldDo(
      String head, String activation, String solver, int n, int d, int c, int most) {
    for (int seed = 0; seed < 3; seed++) {
      FitResult result = fit(head, activation, solver, n, d, c, seed);

      ConvexProgram program = result.problem().program();
      assertThat(result.head().variable().totalRank()).isLessThanOrEqualTo(most);
      assertThat(result.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
      assertThat(Certifier.certify(program, result.head().variable()).primal())
          .isCloseTo(
              result.solution().history().get(result.solution().history().size() - 1).primal(),
              within(1e-6));
    }
  }

  private static FitResult fit(
      String head, String activation, String solver, int n, int d, int c, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n * 2 * d];
    double[] y = new double[n * c];
    Arrays.setAll(x, i -> random.nextGaussian());
    Arrays.setAll(y, i -> random.nextGaussian());
    int s = head.equals("mlp") ? 1 : 2;
    return ConvexHeads.builder()
        .head(head)
        .loss("squared")
        .solver(solver)
        .set("head.activation", activation)
        .set("preprocess.recommended", "false")
        .betaFraction(0.01)
        .tolerance(1e-6)
        .fit(Tokens.of(Arrays.copyOf(x, n * s * d), n, s, d), new RealTargets(y, 1, c));
  }
}
