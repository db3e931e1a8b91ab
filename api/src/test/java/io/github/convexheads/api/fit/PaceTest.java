package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.solver.Progress;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
  private static final Progress NOTHING =
      new Progress(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

  /** A gradient method behind others that stalled where precision ends. */
  @Test
  void whoFallsBehindSlowerAndSlowerGainsNothing() {
    Pace pace = new Pace(progress(100, 1e-12), true, false, NO_LIMIT);

    int ended = 0;
    for (int k = 1; k < 100_000 && !pace.gainsNothing(); k++) {
      pace.add(progress(k, 1e-6 / k / k), 1e-12);
      ended = k;
    }

    assertThat(ended).isBetween(1000, 3000);
    assertThat(pace.slow(1e9)).isFalse();
    assertThat(pace.why()).contains("in 500 iterations");
  }

  @Test
  void whoHalvesItsGapGoesOnAlthoughItIsFarBehind() {
    Pace pace = new Pace(progress(100, 1e-12), true, false, NO_LIMIT);

    for (int k = 1; k < 20_000; k++) {
      pace.add(progress(k, Math.pow(0.5, k / 400.0)), 1e-12);
    }

    assertThat(pace.gainsNothing()).isFalse();
  }

  @Test
  void whoLeadsGoesOnWhileTheGapOfAllFallsByATenthInTwiceTheIterations() {
    Pace pace = new Pace(progress(2000, 1e-3), true, false, NO_LIMIT);

    for (int k = 1; k < 90_000; k++) {
      double gap = 0.9e-3 / Math.sqrt(k);
      pace.add(progress(k, gap), gap);
    }

    assertThat(pace.gainsNothing()).isFalse();
  }

  /** The more has been done the longer may one try. */
  @Test
  void whoDoesNotMoveHasAsLongAsAllBefore() {
    Pace pace = new Pace(progress(2000, 1e-3), true, false, NO_LIMIT);

    for (int k = 1; k <= 2001; k++) {
      pace.add(progress(k, 1e-2), 1e-3);
    }
    assertThat(pace.gainsNothing()).isFalse();

    pace.add(progress(2002, 1e-2), 1e-3);
    assertThat(pace.gainsNothing()).isTrue();
  }

  @Test
  void theFirstNeverGainsNothing() {
    Pace pace = new Pace(NOTHING, false, false, NO_LIMIT);

    for (int k = 1; k < 10_000; k++) {
      pace.add(progress(k, 1e-2), 1e-2);
    }

    assertThat(pace.gainsNothing()).isFalse();
    assertThat(pace.slow(1e9)).isFalse();
  }

  @Test
  void aLimitOfTimeIsSharedWithThoseThatSuitNearlyAsWell() {
    Pace alone = new Pace(NOTHING, false, false, 10);
    Pace hasty = new Pace(NOTHING, false, true, 10);

    assertThat(alone.slow(9)).isFalse();
    assertThat(hasty.slow(4.9)).isFalse();
    hasty.add(new Progress(1, 4.5, 1, 0.5, 1), 0.5);
    assertThat(hasty.slow(9.4)).isFalse();
    assertThat(hasty.slow(9.6)).isTrue();
  }

  private static Progress progress(int iteration, double gap) {
    return new Progress(iteration, 0, 1, 1 - gap, 1);
  }
}
