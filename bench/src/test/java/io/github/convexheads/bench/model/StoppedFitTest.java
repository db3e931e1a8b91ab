package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Verification;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a fit recorded is proven again by its model, wherever the best bound was found. Targets many
 * deltas of Huber's loss away make bounds of neighbouring points very different.
 */
class StoppedFitTest {
  private static final int TOKENS = 2;
  private static final int FEATURES = 4;
  private static final int OUTPUTS = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "projected-gradient, linear, 300",
    "projected-gradient, linear, 1000",
    "projected-gradient, gated-relu, 600",
    "low-rank, gated-relu, 40",
    "admm, linear, 300"
  })
  void aFitThatWasCancelledIsConfirmed(String solver, String activation, int questions) {
    for (long seed = 0; seed < 4; seed++) {
      Tokens tokens = equalTokens(new Random(seed), 3);
      Targets targets = far(new Random(seed + 9), 3 * TOKENS);

      FitResult found =
          huber(solver, activation).listener(cancelledAfter(questions)).fit(tokens, targets);

      assertConfirmed(found, tokens, targets);
    }
  }

  /** The best bound of exact relu is often that of an earlier point, too. */
  @ParameterizedTest
  @CsvSource({"fno, interior-point", "fno, cone-descent"})
  void anExactReluFitThatWasCancelledIsConfirmed(String type, String solver) {
    for (int points = 2; points <= 4; points++) {
      for (long seed = 0; seed < 3; seed++) {
        Tokens tokens = tokens(new Random(seed), 3);
        Targets targets = near(new Random(seed + 9), 3);

        FitResult found = relu(type, solver).listener(cancelledAt(points)).fit(tokens, targets);

        assertConfirmed(found, tokens, targets);
        assertMeasuredOnOthers(found.head());
      }
    }
  }

  /** Columns of the head and of its witness leave their cones on other tokens. */
  private static void assertMeasuredOnOthers(FittedHead head) {
    Tokens tokens = tokens(new Random(99), 4);
    Targets targets = near(new Random(98), 4);
    Certificate own = head.certify(tokens, targets);
    Certificate far = head.withWitness(head.variable()).certify(tokens, targets);

    assertThat(own.contradiction()).isEmpty();
    assertThat(far.primal()).isCloseTo(own.primal(), within(1e-12));
    assertThat(far.dual()).isLessThanOrEqualTo(own.primal());
  }

  private static ConvexHeads relu(String type, String solver) {
    return ConvexHeads.builder()
        .head(type)
        .set("head.activation", "relu")
        .loss("squared")
        .solver(solver)
        .tolerance(1e-9)
        .betaFraction(0.1);
  }

  /** Balancing the factors moved the bound by fifty times what verification allows. */
  @Test
  void aFitOfNearlyEqualBoundsIsConfirmed() {
    for (long seed = 0; seed < 20; seed++) {
      Tokens tokens = equalTokens(new Random(seed), 1);
      Targets targets = far(new Random(seed + 9), TOKENS);

      FitResult found = huber("interior-point", "gated-relu").fit(tokens, targets);

      assertConfirmed(found, tokens, targets);
      Certificate bound = found.solution().bound().orElseThrow();
      assertThat(found.certificate().gap())
          .isLessThanOrEqualTo(2 * bound.gap() + 1e-9 * bound.primal());
    }
  }

  /** Another kernel rounds outputs elsewhere, and finds another bound at the point itself. */
  @ParameterizedTest
  @ValueSource(strings = {"projected-gradient", "interior-point"})
  void aFitOfAnotherKernelIsConfirmed(String solver) {
    for (long seed = 0; seed < 20; seed++) {
      Tokens tokens = equalTokens(new Random(seed), 2);
      Targets targets = far(new Random(seed + 9), 2 * TOKENS);

      FitResult found =
          huber(solver, "gated-relu")
              .set("run.kernel", "java")
              .listener(cancelledAfter(400))
              .fit(tokens, targets);

      assertConfirmed(found, tokens, targets);
    }
  }

  private static ConvexHeads huber(String solver, String activation) {
    return ConvexHeads.builder()
        .head("fno")
        .set("head.activation", activation)
        .set("head.pooling", "none")
        .loss("huber")
        .solver(solver)
        .tolerance(1e-8)
        .betaFraction(0.1);
  }

  private void assertConfirmed(FitResult found, Tokens tokens, Targets targets) {
    Path file = folder.resolve("head.safetensors");
    found.head().save(file);
    FittedHead head = ConvexHeads.builder().load(file);
    Verification again = head.verify(tokens, targets, RandomStarts.fresh());

    assertThat(again.confirmed()).as(again.differences().toString()).isTrue();
  }

  private static ProgressListener cancelledAfter(int questions) {
    int[] asked = {0};
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {
        // Nothing to say.
      }

      @Override
      public boolean cancelled() {
        return asked[0]++ >= questions;
      }
    };
  }

  private static ProgressListener cancelledAt(int points) {
    int[] seen = {0};
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {
        seen[0]++;
      }

      @Override
      public boolean cancelled() {
        return seen[0] >= points;
      }
    };
  }

  private static Tokens equalTokens(Random random, int samples) {
    double[] values = new double[samples * TOKENS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      boolean second = i / FEATURES % TOKENS == 1;
      values[i] = second ? values[i - FEATURES] : random.nextGaussian();
    }
    return Tokens.of(values, samples, TOKENS, FEATURES);
  }

  private static Tokens tokens(Random random, int samples) {
    int values = samples * TOKENS * FEATURES;
    return Tokens.of(random.doubles(values, -1, 1).toArray(), samples, TOKENS, FEATURES);
  }

  private static Targets near(Random random, int samples) {
    return new RealTargets(random.doubles(samples, -1, 1).toArray(), 1, 1);
  }

  private static Targets far(Random random, int rows) {
    double[] values = random.doubles((long) rows * OUTPUTS, 1e7, 1e8).toArray();
    return new RealTargets(values, TOKENS, OUTPUTS);
  }
}
