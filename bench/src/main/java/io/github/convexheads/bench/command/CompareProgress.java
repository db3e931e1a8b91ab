package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.experiment.Comparison;
import io.github.convexheads.bench.experiment.TrialResult;
import io.github.convexheads.bench.text.Durations;
import io.github.convexheads.bench.text.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** One line for every trial that ended, and on a terminal a bar for the fit that runs. */
final class CompareProgress implements Comparison.Listener, AutoCloseable {
  /** The gap at which the bar of a fit is full. */
  private static final double FULL = 1e-3;

  private final PrintWriter err;
  private FitProgress bar;

  CompareProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public ProgressListener begins(String name, int index, int count) {
    close();
    err.printf(Locale.ROOT, "[%d/%d] %s%n", index + 1, count, Printable.of(name));
    bar = new FitProgress(FULL, err);
    return bar;
  }

  @Override
  public void waits(String name, String process) {
    close();
    err.printf(
        "  %s: %s computes this row in the same folder; its result is waited for%n",
        Printable.of(name), process);
    err.flush();
  }

  @Override
  public void ended(
      String name, TrialResult result, String preprocessing, Path model, boolean kept) {
    close();
    TrialResult.Point best = result.points().get(result.chosen());
    err.printf(
        Locale.ROOT,
        "  %s: %s; beta-fraction %.3g, rank %d, gap %s, %s: validation %s, test %s, %s%s%n",
        Printable.of(name),
        preprocessing,
        best.fraction(),
        best.rank(),
        GapText.of(best.relativeGap()),
        result.score().id(),
        result.score().text(best.validation()),
        result.score().text(result.test()),
        Durations.text(result.seconds()),
        kept ? " (kept in " + model.getParent() + ")" : "");
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
