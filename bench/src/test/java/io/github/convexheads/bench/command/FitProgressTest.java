package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.solver.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FitProgressTest {
  private final StringWriter text = new StringWriter();

  private FitProgress progress(int width) {
    return new FitProgress(1e-4, new PrintWriter(text, true), width);
  }

  private static Progress at(double seconds, double primal, double dual) {
    return new Progress(12, seconds, primal, dual, 3);
  }

  @Test
  void aLongFitWithoutATerminalHasALineNowAndThen() {
    try (FitProgress progress = progress(0)) {
      for (int second = 1; second <= 100; second++) {
        double dual = second < 50 ? Double.NEGATIVE_INFINITY : 0.9;
        progress.progressed(at(second, 1 + 1.0 / second, dual));
      }
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "convex-heads: objective 1.0333, down 9e-01 of it since half as many iterations,"
                + " nothing proven yet, rank 3, iteration 12, 30.0 s",
            "convex-heads: gap 1.2e-01, rank 3, iteration 12, 1 min 00 s",
            "convex-heads: gap 1.1e-01, rank 3, iteration 12, 1 min 30 s");
  }

  @Test
  void aBarIsClearedBeforeAnotherLine() {
    try (FitProgress progress = progress(40)) {
      progress.progressed(at(1, 2, 1));
      progress.noted("a note");
      progress.noted("a note");
    }

    assertThat(text.toString()).isEqualTo("\r" + " ".repeat(39) + "\rconvex-heads: a note\n");
  }

  @Test
  void namesDoNotReachTheTerminalAsCommands() {
    try (FitProgress progress = progress(0)) {
      progress.warned("class \u001b[2Jcat has no sample");
    }

    assertThat(text.toString()).contains("class \\u001b[2Jcat has no sample");
  }

  @Test
  void anObjectiveWithoutABoundSaysHowItFellAndCallsThatNoGap() {
    try (FitProgress progress = progress(0)) {
      for (int k = 0; k <= 1000; k++) {
        double primal = 1 + 1.0 / (k + 1);
        progress.progressed(
            new Progress(k, k == 1000 ? 31 : 0, primal, Double.NEGATIVE_INFINITY, 3));
      }
    }

    assertThat(text.toString())
        .contains("down 1e-03 of it since half as many iterations, nothing proven yet");
  }

  @Test
  void everyFitOfAPathBeginsAnew() {
    try (FitProgress progress = progress(0)) {
      progress.progressed(at(31, 1, 0.9));
      progress.progressed(new Progress(0, 31, 1, 0.9, 3));
    }

    assertThat(text.toString().lines())
        .element(1)
        .isEqualTo("convex-heads: gap 1.0e-01, rank 3, iteration 0 of fit 2, 31.0 s");
  }

  /** 1.04e-3 must not look as if it met a tolerance of 1e-3. */
  @Test
  void aGapIsNeverPrintedSmallerThanItIs() {
    try (FitProgress progress = progress(0)) {
      progress.progressed(at(31, 1, 1 - 1.04e-3));
    }

    assertThat(text.toString()).startsWith("convex-heads: gap 1.1e-03, rank 3");
  }
}
