package io.github.convexheads.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.limits.JumpingClock.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A limit of time that is reached, or a cancellation that comes, in any phase of a fit, under a
 * clock that only tests move. Work is counted in multiplications, not in seconds.
 */
class LimitsTest {
  private static final int SAMPLES = 80;
  private static final int MOMENTS = 3;

  /** How a fit is stopped. */
  private enum Stop {
    TIME,
    CANCELLED
  }

  /** A head with the solver that fits it. */
  private enum Fit {
    LOW_RANK("attention", "gated-relu", "low-rank", Phase.LINE_SEARCH),
    LOW_RANK_OF_LARGE_BLOCKS("linear", "linear", "low-rank", Phase.LANCZOS),
    GRADIENT("mixer", "gated-relu", "projected-gradient", Phase.SOLVING),
    INTERIOR_POINT("fno", "linear", "interior-point", Phase.FACTORISATION),
    ADMM("mlp", "gated-relu", "admm", Phase.SOLVING),
    CONE_DESCENT("mlp", "relu", "cone-descent", Phase.SOLVING),
    AUTO("b-fno", "gated-relu", "auto", Phase.SOLVING);

    private final String head;
    private final String activation;
    private final String solver;
    private final Phase own;

    Fit(String head, String activation, String solver, Phase own) {
      this.head = head;
      this.activation = activation;
      this.solver = solver;
      this.own = own;
    }

    private int samples() {
      return this == CONE_DESCENT ? 3 : costly() ? SAMPLES / 2 : SAMPLES;
    }

    private boolean costly() {
      return this == CONE_DESCENT || this == LOW_RANK_OF_LARGE_BLOCKS;
    }

    private int features() {
      return switch (this) {
        case CONE_DESCENT -> 2;
        case LOW_RANK_OF_LARGE_BLOCKS -> 530;
        default -> 4;
      };
    }

    private int outputs() {
      return this == LOW_RANK_OF_LARGE_BLOCKS ? 520 : 2;
    }
  }

  /** What came of a fit, and how much was computed from the jump of the clock on. */
  private record Run(Optional<FitResult> result, Optional<StoppedException> stopped, long after) {}

  @ParameterizedTest
  @EnumSource
  void stopsAtOnceInEveryPhase(Fit fit) {
    JumpingClock whole = new JumpingClock();
    CountedWork work = new CountedWork();
    FitResult solved =
        StopToken.never()
            .timedBy(whole)
            .run(() -> builder(fit, work).set("solver.time-limit", "7d").fit(tokens(fit), y(fit)));
    List<Phase> phases = whole.phases();
    Set<Phase> seen = EnumSet.copyOf(phases.stream().filter(p -> p != null).toList());
    assertThat(seen).contains(Phase.PREPROCESSING, Phase.DIGEST, Phase.CERTIFICATE, fit.own);
    // Of large blocks, what beta_max takes long for is their norms.
    assertThat(seen).containsAnyOf(Phase.BETA_MAX, Phase.LANCZOS);
    long pass = pass(fit, solved);

    for (Phase phase : seen) {
      for (int moment : moments(phases, phase, fit.costly() ? 2 : MOMENTS)) {
        for (Stop stop : Stop.values()) {
          Run run = stopped(fit, moment, stop);

          String where = "%s at reading %d, in %s".formatted(stop, moment, phase);
          assertThat(run.after).as(where).isLessThanOrEqualTo(8 * pass);
          require(run, stop, where);
        }
      }
    }
  }

  private static void require(Run run, Stop stop, String where) {
    if (run.stopped.isPresent()) {
      assertThat(run.stopped.get().reason().name())
          .as(where)
          .isEqualTo(stop == Stop.TIME ? "TIME_LIMIT" : "CANCELLED");
      assertThat(run.stopped.get()).hasMessageContaining("before there was a first point");
      return;
    }
    Certificate proof = run.result.orElseThrow().certificate();
    Set<Solution.Status> allowed =
        EnumSet.of(
            stop == Stop.TIME ? Solution.Status.TIME_LIMIT : Solution.Status.CANCELLED,
            Solution.Status.SOLVED);
    assertThat(allowed).as(where).contains(run.result.get().solution().status());
    assertThat(proof.contradiction()).as(where).isEmpty();
    assertThat(proof.dual()).as(where).isFinite().isLessThanOrEqualTo(proof.primal());
  }

  /** The first, the last and some readings between of a phase. */
  private static List<Integer> moments(List<Phase> phases, Phase phase, int count) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i) == phase) {
        all.add(i);
      }
    }
    List<Integer> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (count - 1))));
    }
    return some.stream().distinct().toList();
  }

  private static Run stopped(Fit fit, long moment, Stop stop) {
    CountedWork work = new CountedWork();
    long[] atJump = new long[1];
    JumpingClock clock = new JumpingClock(moment, () -> atJump[0] = work.multiplications());
    ConvexHeads asked =
        stop == Stop.TIME
            ? builder(fit, work).set("solver.time-limit", "1h")
            : builder(fit, work).listener(clock.cancelling());
    Run run;
    try {
      FitResult result = StopToken.never().timedBy(clock).run(() -> asked.fit(tokens(fit), y(fit)));
      run = new Run(Optional.of(result), Optional.empty(), 0);
    } catch (StoppedException e) {
      run = new Run(Optional.empty(), Optional.of(e), 0);
    }
    assertThat(clock.jumped()).isTrue();
    return new Run(run.result, run.stopped, work.multiplications() - atJump[0]);
  }

  /** The multiplications of one certificate, which takes more than a pass over the data. */
  private static long pass(Fit fit, FitResult solved) {
    CountedWork work = new CountedWork();
    long before = work.multiplications();
    builder(fit, work)
        .set("solver.max-iterations", "1")
        .set("solver.tolerance", "0.5")
        .beta(solved.betaMax())
        .fit(tokens(fit), y(fit));
    return work.multiplications() - before;
  }

  private static ConvexHeads builder(Fit fit, CountedWork work) {
    ConvexHeads builder =
        ConvexHeads.builder()
            .override(work.overrides())
            .head(fit.head)
            .solver(fit.solver)
            .loss("squared")
            .betaFraction(fit.costly() ? 0.8 : 0.3)
            .seed(1)
            .tolerance(1e-2)
            .set("run.threads", "1");
    return fit.activation.equals("linear")
        ? builder
        : builder.set("head.activation", fit.activation);
  }

  private static Tokens tokens(Fit fit) {
    Random random = new Random(5);
    double[] values = random.doubles(2L * fit.samples() * fit.features(), -1, 1).toArray();
    return Tokens.of(values, fit.samples(), 2, fit.features());
  }

  private static Targets y(Fit fit) {
    double[] values = new double[fit.samples() * fit.outputs()];
    Random random = new Random(6);
    Arrays.setAll(values, i -> random.nextGaussian());
    return new RealTargets(values, 1, fit.outputs());
  }
}
