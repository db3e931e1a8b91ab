package io.github.convexheads.bench.command;

import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how a solver gets on: on a terminal a bar that fills as the logarithm of the gap falls from
 * 1 to the tolerance, otherwise nothing; notes and warnings always.
 */
final class FitProgress implements ProgressListener, AutoCloseable {
  private static final int STEPS = 100;

  private final double tolerance;
  private final PrintWriter err;
  private final ProgressBar bar;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  FitProgress(double tolerance, PrintWriter err) {
    this.tolerance = tolerance;
    this.err = err;
    this.bar = System.console() == null ? null : bar();
  }

  private static ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName("fit")
        .setInitialMax(STEPS)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .hideEta()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public void progressed(Progress progress) {
    if (bar == null) {
      return;
    }
    double gap = progress.relativeGap();
    double done = Math.log(Math.min(1, gap)) / Math.log(Math.min(0.5, Math.max(1e-12, tolerance)));
    bar.stepTo(Math.round(STEPS * Math.max(0, Math.min(1, done))));
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " gap %.2g rank %d iteration %d",
            gap,
            progress.rank(),
            progress.iteration()));
  }

  @Override
  public void estimated(MemoryEstimate estimate) {
    tell("convex-heads: " + estimate.text());
  }

  @Override
  public void warned(String message) {
    tell("convex-heads: warning: " + message);
  }

  @Override
  public void noted(String message) {
    tell("convex-heads: " + message);
  }

  /** A path says the same for every beta; once is enough. */
  private void tell(String line) {
    if (told.add(line)) {
      err.println(line);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
