package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The last certificate of a fit whose block is large, so that bounding its norm takes long. */
class FitProofTest {
  private static final int SAMPLES = 12;
  private static final int SIDE = 300;

  private final AtomicLong now = new AtomicLong();
  private final Problem problem = problem();
  private final ConvexProgram program = problem.program();
  private final Variable last = rankOne();
  private final Certificate proven = Certifier.certify(program, Variable.zero(program.blocks()));

  @Test
  void aBoundThatTheSolverProvedIsNotLostWhenTheProofIsStopped() {
    FitLimits limits = limits();
    now.set(Duration.ofSeconds(92).toNanos());

    FitProof.Certified found = proof().of(problem, stopped(), limits);
    Certificate kept = found.certificate();

    assertThat(kept.dual()).isGreaterThanOrEqualTo(proven.dual());
    assertThat(found.witness().orElseThrow().totalRank()).isZero();
    assertThat(kept.primal()).isEqualTo(Certifier.certify(program, last).primal());
  }

  @Test
  void whereThereIsTimeThePointIsProvenByItself() {
    FitProof.Certified found = proof().of(problem, stopped(), limits());
    Certificate kept = found.certificate();

    assertThat(found.witness()).isEmpty();
    assertThat(kept.dual())
        .isCloseTo(Certifier.certify(program, last).dual(), within(1e-6))
        .isNotCloseTo(proven.dual(), within(1e-3));
  }

  private FitProof proof() {
    return new FitProof(Configuration.defaults(), PluginCatalog.load(), Kernels.best());
  }

  /** A hundred seconds, of which ten are kept, and five of these are for the proof. */
  private FitLimits limits() {
    return StopToken.never()
        .timedBy(now::get)
        .run(() -> new FitLimits(Duration.ofSeconds(100), ProgressListener.SILENT));
  }

  /** A point that is not zero, and not optimal. */
  private Variable rankOne() {
    Random random = new Random(3);
    double[] left = random.doubles(SIDE, -0.1, 0.1).toArray();
    double[] right = random.doubles(SIDE, -0.1, 0.1).toArray();
    return new Variable(List.of(new Factors(SIDE, SIDE, 1, left, right)));
  }

  private static Problem problem() {
    Random random = new Random(1);
    double[] tokens = random.doubles((long) SAMPLES * SIDE, -1, 1).toArray();
    double[] targets = random.doubles((long) SAMPLES * SIDE, -1, 1).toArray();
    return FitterTest.fitter(Configuration.defaults())
        .problem(Tokens.of(tokens, SAMPLES, 1, SIDE), Targets.values(targets, SIDE))
        .withBeta(8);
  }

  private Solution stopped() {
    return new Solution(
        last,
        Solution.Status.TIME_LIMIT,
        2,
        90,
        List.of(),
        OptionalDouble.empty(),
        Optional.of(proven));
  }
}
