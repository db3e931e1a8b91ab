package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds over all relu networks without their patterns, held against proven optima. */
class AllNetworksTest {

  @ParameterizedTest
  @CsvSource({
    "mlp,mean,7,1,3,2",
    "mlp,none,4,2,2,3",
    "attention,mean,3,2,2,2",
    "attention,none,3,2,2,1",
    "mixer,mean,4,2,2,1",
    "fno,none,4,2,2,2",
    "b-fno,mean,4,2,2,2"
  })
  void theBoundIsBelowTheOptimumAndImprovesWithRounds(
      String head, String pooling, int n, int s, int d, int c) {
    for (double fraction : new double[] {0.5, 0.1}) {
      FitResult optimum = fit(head, pooling, n, s, d, c, fraction, "true", new ArrayList<>());
      ConvexProgram program = optimum.problem().program();
      Variable best = optimum.head().variable();

      double first = Certifier.overAllNetworks(program, best, 1, () -> false).orElseThrow();
      double last = Certifier.overAllNetworks(program, best, 30, () -> false).orElseThrow();

      assertThat(optimum.certificate().scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
      assertThat(first).isPositive().isLessThanOrEqualTo(last);
      assertThat(last).isLessThanOrEqualTo(optimum.certificate().primal());
      OptionalDouble atZero =
          Certifier.overAllNetworks(program, Variable.zero(program.blocks()), 30, () -> false);
      assertThat(atZero.orElseThrow()).isLessThanOrEqualTo(optimum.certificate().primal());
    }
  }

  /** Branches over first weights close the gap that an eigenvalue leaves open. */
  @ParameterizedTest
  @CsvSource({
    "mlp,mean,7,1,3,2",
    "mlp,none,4,2,2,3",
    "attention,mean,3,2,2,2",
    "mixer,mean,4,2,2,1"
  })
  void theBoundMeetsTheOptimumWhereFirstWeightsHaveFewEntries(
      String head, String pooling, int n, int s, int d, int c) {
    FitResult optimum = fit(head, pooling, n, s, d, c, 0.2, "true", new ArrayList<>());
    ConvexProgram program = optimum.problem().program();

    double bound =
        Certifier.overAllNetworks(program, optimum.head().variable(), 400, () -> false)
            .orElseThrow();

    assertThat(bound)
        .isBetween(0.999 * optimum.certificate().dual(), optimum.certificate().primal());
  }

  @Test
  void aFitOnSomePatternsSaysWhatIsProvenOverAllNetworks() {
    List<String> notes = new ArrayList<>();

    FitResult result = fit("mlp", "mean", 7, 1, 3, 2, 0.2, "false", notes);

    assertThat(result.certificate().scope()).isEqualTo(ConvexProgram.Scope.THESE_PATTERNS);
    assertThat(notes).anyMatch(note -> note.startsWith("all networks: objective "));
  }

  private static FitResult fit(
      String head,
      String pooling,
      int n,
      int s,
      int d,
      int c,
      double fraction,
      String enumerate,
      List<String> notes) {
    SplittableRandom random = new SplittableRandom(10L * n + d);
    int positions = pooling.equals("none") ? s : 1;
    double[] x = new double[n * s * d];
    double[] y = new double[n * positions * c];
    Arrays.setAll(x, i -> random.nextGaussian());
    Arrays.setAll(y, i -> random.nextGaussian());
    return ConvexHeads.builder()
        .head(head)
        .loss("squared")
        .solver("cone-descent")
        .set("head.activation", "relu")
        .set("head.pooling", pooling)
        .set("head.gates.enumerate", enumerate)
        .set("preprocess.recommended", "false")
        .betaFraction(fraction)
        .tolerance(1e-4)
        .listener(
            new ProgressListener() {
              @Override
              public void progressed(Progress progress) {}

              @Override
              public void noted(String message) {
                notes.add(message);
              }
            })
        .fit(Tokens.of(x, n, s, d), new RealTargets(y, positions, c));
  }
}
