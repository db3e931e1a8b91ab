package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** X = I, where A_j^* E is a matrix of one's choice with a side too large for exact norms. */
class EqualSingularValuesTest {
  private static final int N = 480;

  /** With beta = f beta_max the optimum is f (1 - f / 2), at N singular values of 1 - f. */
  @Test
  void allOfAnIdentityAreFoundAndTheOptimumIsProven() {
    FitResult fit = fit(0.1, (i, j) -> i == j ? 1 : 0);

    Certificate proof = fit.certificate();
    assertThat(fit.betaMax()).isBetween((1 - 1e-12) / N, (1 + 1e-6) / N);
    assertThat(fit.solution().status().text()).isEqualTo("solved");
    assertThat(proof.dual()).isLessThanOrEqualTo(0.1 * (1 - 0.1 / 2) * (1 + 1e-6));
    assertThat(proof.primal()).isGreaterThanOrEqualTo(0.1 * (1 - 0.1 / 2));
    assertThat(proof.failureProbability()).isBetween(2e-12, 1e-9);
    assertThat(proof.seed()).isPresent();
  }

  /** An identity plus nine times a rank-one term that the formerly public start does not see. */
  @Test
  void aTermThatAKnownStartDoesNotSeeIsInBetaMax() {
    SplittableRandom known = new SplittableRandom(0x9e3779b97f4a7c15L + N);
    double first = known.nextGaussian();
    double second = known.nextGaussian();
    double length = Math.hypot(first, second);
    double[] v = new double[N];
    v[0] = second / length;
    v[1] = -first / length;

    FitResult fit = fit(1, (i, j) -> (i == j ? 1 : 0) + 9 * v[(int) i] * v[(int) j]);

    assertThat(fit.betaMax()).isBetween(10 * (1 - 1e-12) / N, 10 * (1 + 1e-6) / N);
    assertThat(fit.certificate().proves(1e-4)).isTrue();
    assertThat(fit.certificate().primal())
        .isBetween(0.9999 * (N - 1 + 100) / (2.0 * N), (N - 1 + 100.001) / (2.0 * N));
  }

  private static FitResult fit(double fraction, DoubleBinaryOperator target) {
    double[] eye = new double[N * N];
    double[] y = new double[N * N];
    for (int i = 0; i < N; i++) {
      eye[i * N + i] = 1;
      for (int j = 0; j < N; j++) {
        y[i * N + j] = target.applyAsDouble(i, j);
      }
    }
    return ConvexHeads.builder()
        .head("linear")
        .solver("low-rank")
        .set("preprocess.recommended", "false")
        .betaFraction(fraction)
        .tolerance(1e-4)
        .fit(Tokens.of(eye, N, 1, N), Targets.values(y, N));
  }
}
