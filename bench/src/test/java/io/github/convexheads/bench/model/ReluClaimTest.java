package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is claimed of a relu head holds on the tokens that it is claimed for. */
class ReluClaimTest {
  private static final int SAMPLES = 4;
  private static final int OUTPUTS = 2;

  @TempDir private Path folder;

  @Test
  void onItsTrainingTokensALoadedModelIsProvenOptimalAgain() {
    ConvexHeads builder = builder("mlp", "none");
    Tokens tokens = tokens(1, 2);
    FitResult fit = builder.fit(tokens, targets(1));
    Path file = folder.resolve("head.safetensors");
    fit.head().save(file);

    Certificate again = builder.load(file).certify(tokens, targets(1));

    assertThat(fit.certificate().statement(1e-3)).startsWith("optimal within ");
    assertThat(again.statement(1e-3)).startsWith("optimal within ");
    assertThat(again.primal())
        .isCloseTo(fit.certificate().primal(), within(1e-12 * again.primal()));
    assertThat(again.dual()).isCloseTo(fit.certificate().dual(), within(1e-9 * again.primal()));
  }

  @Test
  void onOtherTokensTheModelsPatternsAreNotClaimedToBeAll() {
    FittedHead head = builder("mlp", "none").fit(tokens(1, 2), targets(1)).head();

    Certificate other = head.certify(tokens(2, 2), targets(2));

    assertThat(other.scope()).isEqualTo(ConvexProgram.Scope.THESE_PATTERNS);
    assertThat(other.statement(1e9)).contains(" for these activation patterns");
  }

  @Test
  void onFewerTokensOfTheTrainingDataThePatternsAreStillAll() {
    FittedHead head = builder("mlp", "none").fit(tokens(1, 2), targets(1)).head();
    int[] some = {0, 2, 3};

    Certificate fewer = head.certify(tokens(1, 2).select(some), targets(1).select(some));

    assertThat(fewer.scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
  }

  @Test
  void drawnPatternsAreNeverClaimedToBeAll() {
    FittedHead head =
        builder("mlp", "none")
            .set("head.gates.enumerate", "false")
            .set("head.gates.count", "5")
            .fit(tokens(1, 2), targets(1))
            .head();

    assertThat(head.certify(tokens(1, 2), targets(1)).scope())
        .isEqualTo(ConvexProgram.Scope.THESE_PATTERNS);
  }

  @ParameterizedTest
  @CsvSource({"mlp,mean", "mlp,none", "fno,mean", "b-fno,none", "mixer,mean", "attention,mean"})
  void thePrimalValueIsTheObjectiveOfTheNetworkOnTheTokensGiven(String type, String pooling) {
    int positions = pooling.equals("mean") ? 1 : 2;
    FittedHead head = builder(type, pooling).fit(tokens(1, 2), targets(1, positions)).head();
    for (int seed = 1; seed <= 3; seed++) {
      RealTargets y = targets(seed, positions);

      Certificate certificate = head.certify(tokens(seed, 2), y);

      double[] outputs = head.predict(tokens(seed, 2));
      double objective = head.provenance().beta() * decay(head);
      for (int i = 0; i < outputs.length; i++) {
        double e = outputs[i] - y.value(i / OUTPUTS, i % OUTPUTS);
        objective += e * e / (2 * SAMPLES);
      }
      assertThat(certificate.primal()).isCloseTo(objective, within(1e-9 * objective));
      assertThat(certificate.dual()).isLessThanOrEqualTo(objective * (1 + 1e-12));
    }
  }

  private static double decay(FittedHead head) {
    double sum = 0;
    for (NetworkHead own : head.networkWeights()) {
      for (double w : own.first()) {
        sum += w * w / 2;
      }
      for (double w : own.second()) {
        sum += w * w / 2;
      }
    }
    return sum;
  }

  private static ConvexHeads builder(String type, String pooling) {
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(type)
            .loss("squared")
            .set("head.activation", "relu")
            .set("head.pooling", pooling)
            .set("solver.max-iterations", "4")
            .betaFraction(0.2)
            .tolerance(1e-3);
    return type.equals("b-fno") ? builder.set("head.blocks", "2") : builder;
  }

  private static Tokens tokens(int seed, int d) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[SAMPLES * 2 * d];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Tokens.of(values, SAMPLES, 2, d);
  }

  private static RealTargets targets(int seed) {
    return targets(seed, 2);
  }

  private static RealTargets targets(int seed, int positions) {
    SplittableRandom random = new SplittableRandom(100 + seed);
    double[] values = new double[SAMPLES * positions * OUTPUTS];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new RealTargets(values, positions, OUTPUTS);
  }
}
