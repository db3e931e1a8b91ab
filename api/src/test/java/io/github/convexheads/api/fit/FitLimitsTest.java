package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.solver.ProgressListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a limit is kept for the last certificate, by a clock of the test's own. */
class FitLimitsTest {
  private final AtomicLong now = new AtomicLong();

  @ParameterizedTest
  @CsvSource({
    "60, 1, 54", // a tenth
    "3600, 1, 3570", // at most half a minute
    "3600, 40, 3480", // or three times what it took to prepare
    "600, 200, 540" // but never more than a tenth
  })
  void theLongerItTookToPrepareTheMoreIsKept(long limit, long prepared, long solved) {
    FitLimits limits = limits(Duration.ofSeconds(limit));
    limits.preparing(() -> now.addAndGet(seconds(prepared)));

    assertThat(solving(limits, seconds(solved) - 1)).isFalse();
    assertThat(solving(limits, seconds(solved))).isTrue();
  }

  @Test
  void aProofHasHalfOfWhatIsKept() {
    FitLimits limits = limits(Duration.ofSeconds(1000));
    limits.preparing(() -> now.addAndGet(seconds(20)));
    now.set(seconds(940));

    assertThat(limits.proof(stop -> stop.getAsBoolean())).contains(true);
    assertThat(limits.<Boolean>proof(stop -> stopped())).contains(false);
    now.set(seconds(970));
    assertThat(limits.<Boolean>proof(stop -> stopped())).isEmpty();
  }

  private FitLimits limits(Duration limit) {
    return StopToken.never()
        .timedBy(now::get)
        .run(() -> new FitLimits(limit, ProgressListener.SILENT));
  }

  private boolean solving(FitLimits limits, long at) {
    now.set(at);
    return limits.solving(() -> StopToken.current().reason().isPresent());
  }

  private static boolean stopped() {
    StopToken.check();
    return false;
  }

  private static long seconds(long number) {
    return Duration.ofSeconds(number).toNanos();
  }
}
