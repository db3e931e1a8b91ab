package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss is linear almost everywhere: there is no curvature to lead to the optimum. */
class FarTargetsTest {
  private static final int SAMPLES = 8;
  private static final double GAP = 1e-6;

  @ParameterizedTest
  @CsvSource({
    "linear,linear,interior-point,3,100,false",
    "mlp,gated-relu,interior-point,3,100,true",
    "b-fno,linear,interior-point,2,1000,false",
    "fno,linear,interior-point,2,10,true",
    "b-fno,linear,admm,3,100,true",
    "mlp,relu,interior-point,1,100,false",
    "mlp,relu,cone-descent,3,10,false",
    "mlp,relu,cone-descent,3,100,true",
  })
  void huberIsSolvedWithTargetsFarBeyondDelta(
      String head, String activation, String solver, int c, double size, boolean weighted) {
    double[] y = new double[SAMPLES * c];
    SplittableRandom random = new SplittableRandom(4);
    Arrays.setAll(y, i -> size * random.nextGaussian());
    Targets targets = new RealTargets(y, 1, c);
    assertSolved(head, activation, solver, weighted ? weighted(targets) : targets);
  }

  /** An intercept fits one sample but for the rounding of its targets, and features are all 0. */
  @ParameterizedTest
  @ValueSource(strings = {"low-rank", "interior-point", "projected-gradient", "admm", "auto"})
  void aGradientWithinRoundingEndsNoSolver(String solver) {
    double[] targets = {-1.104845071831456e+20, 1.1130608166647531e+20};

    Certificate proof =
        ConvexHeads.builder()
            .head("attention")
            .set("head.intercept", "true")
            .set("preprocess.layer-norm", "true")
            .loss("huber")
            .solver(solver)
            .betaFraction(0.1)
            .tolerance(GAP)
            .fit(Tokens.of(new double[] {5e17, 1e18}, 1, 2, 1), Targets.values(targets, 2))
            .certificate();

    assertThat(proof.contradiction()).isEmpty();
    assertThat(proof.primal()).isBetween(0.0, 1e-9 * targets[1]);
  }

  private static Targets weighted(Targets targets) {
    double[] weights = new double[SAMPLES];
    Arrays.setAll(weights, i -> i % 3);
    return targets.withWeights(weights);
  }

  private static void assertSolved(String head, String activation, String solver, Targets targets) {
    int d = activation.equals("relu") ? 1 : 4;
    double[] x = new double[SAMPLES * 2 * d];
    SplittableRandom random = new SplittableRandom(3);
    Arrays.setAll(x, i -> random.nextGaussian());
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(head)
            .loss("huber")
            .solver(solver)
            .betaFraction(1e-3)
            .tolerance(GAP);
    builder = head.equals("linear") ? builder : builder.set("head.activation", activation);
    Certificate proof = builder.fit(Tokens.of(x, SAMPLES, 2, d), targets).certificate();

    assertThat(proof.relativeGap()).as(proof.statement(GAP)).isLessThanOrEqualTo(GAP);
  }
}
