package io.github.convexheads.bench.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Relu with too many activation patterns: a network is searched for, between two bounds. */
class NetworkSearchTest {
  private static final int N = 6;
  private static final int S = 1;
  private static final int D = 3;
  private static final int C = 2;

  private final Tokens tokens = Tokens.of(gaussian(1, N * S * D), N, S, D);
  private final Targets targets = Targets.values(gaussian(2, N * C), C);
  private final List<String> notes = new ArrayList<>();

  @Test
  void aSearchedNetworkIsNearTheProvenOptimumAndConfirmed() {
    FitResult exact = fitter("mlp", 20_000).fit(tokens, targets);
    FitResult searched = fitter("mlp", 4).fit(tokens, targets);

    assertThat(exact.certificate().scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
    assertThat(searched.certificate().scope()).isEqualTo(ConvexProgram.Scope.THESE_PATTERNS);
    assertThat(searched.certificate().primal())
        .isBetween(exact.certificate().dual(), 1.05 * exact.certificate().primal());
    assertThat(notes).anyMatch(note -> note.startsWith("all networks: objective "));
    assertThat(searched.head().verify(tokens, targets, RandomStarts.fresh()).confirmed()).isTrue();
  }

  @Test
  void aSolverThatWasAskedForIsSaidToHaveNoEffectAndKeepsNobodyFromConfirming() {
    FitResult searched = fitter("mlp", 4).solver("cone-descent").fit(tokens, targets);

    assertThat(notes).anyMatch(note -> note.startsWith("solver.type = cone-descent has no effect"));
    assertThat(searched.head().verify(tokens, targets, RandomStarts.fresh()).confirmed()).isTrue();
  }

  /** Differences of equal rows are gates of zeros. */
  @Test
  void equalSamplesAreNoReasonToFail() {
    double[] twice = Arrays.copyOf(gaussian(1, N * S * D), N * S * D);
    System.arraycopy(twice, 0, twice, N * S * D / 2, N * S * D / 2);
    ConvexHeads fitter = fitter("mlp", 4).set("head.gates.distribution", "difference");

    FitResult searched = fitter.fit(Tokens.of(twice, N, S, D), targets);

    assertThat(searched.head().variable().totalRank()).isPositive();
    assertThat(searched.certificate().relativeGap()).isLessThan(1);
  }

  private ConvexHeads fitter(String head, int limit) {
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progressed(Progress progress) {}

          @Override
          public void noted(String message) {
            notes.add(message);
          }

          @Override
          public void warned(String message) {
            notes.add(message);
          }
        };
    return ConvexHeads.builder()
        .set("run.threads", "1")
        .head(head)
        .set("head.activation", "relu")
        .set("head.gates.source", "generated")
        .set("head.gates.limit", String.valueOf(limit))
        .loss("squared")
        .beta(0.02)
        .listener(listener)
        .tolerance(1e-2);
  }

  private static double[] gaussian(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
