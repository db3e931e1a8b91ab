package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact relu over all networks, with hundreds and thousands of activation patterns. */
class ReluSizesTest {

  /** n, s, d, c and the number of patterns, but for the one that is closed everywhere. */
  @ParameterizedTest
  @CsvSource({
    "mlp,9,1,8,3,509",
    "mlp,30,1,3,2,871",
    "attention,4,2,2,2,973",
    "attention,3,3,2,2,4405"
  })
  void theGapOverAllNetworksIsClosed(String head, int n, int s, int d, int c, int patterns) {
    SplittableRandom random = new SplittableRandom(100L * n + d);
    double[] x = new double[n * s * d];
    double[] y = new double[n * c];
    Arrays.setAll(x, i -> random.nextGaussian());
    Arrays.setAll(y, i -> random.nextGaussian());

    FitResult result =
        ConvexHeads.builder()
            .head(head)
            .loss("squared")
            .solver("cone-descent")
            .set("head.activation", "relu")
            .set("preprocess.recommended", "false")
            .betaFraction(0.03)
            .tolerance(1e-3)
            .fit(Tokens.of(x, n, s, d), new RealTargets(y, 1, c));

    assertThat(result.problem().gates().count(0)).isBetween(patterns - 1, patterns + 1);
    assertThat(result.certificate().scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
    assertThat(result.certificate().relativeGap()).isLessThanOrEqualTo(1e-3);
    assertThat(result.solution().iterations()).isLessThanOrEqualTo(12);
  }
}
