package io.github.convexheads.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.limits.JumpingClock.Phase;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was found while gates are generated is the result of a fit that is stopped. */
class GeneratedLimitsTest {
  private static final int SAMPLES = 8;
  private static final int MOMENTS = 10;

  @ParameterizedTest
  @CsvSource({
    "gated-relu, true, TIME_LIMIT",
    "gated-relu, false, TIME_LIMIT",
    "gated-relu, false, CANCELLED",
    "relu, true, TIME_LIMIT",
    "relu, true, CANCELLED",
    "relu, false, TIME_LIMIT"
  })
  void fromTheFirstSearchOnThereIsAResult(
      String activation, boolean fraction, Solution.Status status) {
    JumpingClock whole = new JumpingClock();
    fitted(builder(activation, fraction), whole);
    List<Phase> phases = whole.phases();
    int first = phases.indexOf(activation.equals("relu") ? Phase.SEARCH : Phase.SOLVING);
    assertThat(first).isPositive();

    for (int moment = 0; moment < MOMENTS; moment++) {
      int reading = first + (int) ((long) moment * (phases.size() - first) / MOMENTS);
      JumpingClock clock = new JumpingClock(reading, () -> {});
      ConvexHeads asked = builder(activation, fraction);
      boolean late = status == Solution.Status.TIME_LIMIT;
      FitResult result =
          fitted(
              late ? asked.set("solver.time-limit", "1h") : asked.listener(clock.cancelling()),
              clock);

      String where =
          "reading %s of %s, in %s".formatted(reading, phases.size(), phases.get(reading));
      assertThat(clock.jumped()).as(where).isTrue();
      assertThat(result.solution().status())
          .as(where)
          .isIn(status, Solution.Status.SOLVED, Solution.Status.STALLED);
      assertThat(result.certificate().primal()).as(where).isFinite();
      assertThat(result.certificate().contradiction()).as(where).isEmpty();
    }
  }

  private static FitResult fitted(ConvexHeads fitter, JumpingClock clock) {
    double[] x = new Random(5).doubles(6L * SAMPLES, -1, 1).toArray();
    double[] y = new Random(6).doubles(2L * SAMPLES, -1, 1).toArray();
    return StopToken.never()
        .timedBy(clock)
        .run(() -> fitter.fit(Tokens.of(x, SAMPLES, 2, 3), new RealTargets(y, 1, 2)));
  }

  private static ConvexHeads builder(String activation, boolean fraction) {
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("run.threads", "1")
            .head("mlp")
            .set("head.activation", activation)
            .set("head.gates.source", "generated")
            .set("head.gates.count", "4")
            .loss("squared")
            .tolerance(0.1);
    ConvexHeads weighted = fraction ? builder.betaFraction(0.5) : builder.beta(0.1);
    return activation.equals("relu") ? weighted.set("head.gates.limit", "4") : weighted;
  }
}
