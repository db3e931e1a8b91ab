package io.github.convexheads.bench.command;

import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.text.Durations;
import io.github.convexheads.bench.text.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how a solver gets on: on a terminal a bar, elsewhere a line twice a minute; notes and
 * warnings always. The bar fills as the logarithm of the gap falls from 1 to the tolerance; before
 * there is a bound, as that of the objective's own fall does.
 */
final class FitProgress implements ProgressListener, AutoCloseable {
  private static final int STEPS = 100;

  /** Without a terminal a line is worth so many seconds. */
  private static final double SILENCE = 30;

  /** The bar reaches no further while nothing is proven. */
  private static final double UNPROVEN = 0.9;

  private final double tolerance;
  private final PrintWriter err;
  private final ProgressBar bar;
  private final int width;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private Progress before;
  private double done;
  private double lastLine;

  FitProgress(double tolerance, PrintWriter err) {
    this(tolerance, err, System.console() == null ? 0 : TerminalWidth.known());
  }

  /** A bar of a terminal so wide, or none for a width of 0. */
  FitProgress(double tolerance, PrintWriter err, int width) {
    this.tolerance = tolerance;
    this.err = err;
    this.width = width;
    this.bar = width == 0 ? null : bar(width);
  }

  private static ProgressBar bar(int width) {
    return new ProgressBarBuilder()
        .setTaskName("fit")
        .setInitialMax(STEPS)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .setMaxRenderedLength(width)
        .hideEta()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public synchronized void progressed(Progress progress) {
    double fall =
        before == null
            ? 1
            : Math.abs(before.primal() - progress.primal())
                / Math.max(1e-12, Math.abs(progress.primal()));
    before = progress;
    boolean proven = progress.relativeGap() < Double.POSITIVE_INFINITY;
    double share = proven ? share(progress.relativeGap()) : Math.min(UNPROVEN, share(fall));
    done = Math.max(done, share);
    String text = text(progress, proven);
    if (bar != null) {
      bar.stepTo(Math.round(STEPS * done));
      bar.setExtraMessage(" " + text);
    } else if (progress.seconds() - lastLine >= SILENCE) {
      lastLine = progress.seconds();
      err.println("convex-heads: " + text + ", " + Durations.text(progress.seconds()));
    }
  }

  /** How far a gap is on the way from 1 to the tolerance, in logarithms. */
  private double share(double gap) {
    double most = Math.log(Math.min(0.5, Math.max(1e-12, tolerance)));
    double least = Math.max(1e-300, Math.min(1, gap));
    return Math.max(0, Math.min(1, Math.log(least) / most));
  }

  private static String text(Progress progress, boolean proven) {
    String gap =
        proven
            ? String.format(Locale.ROOT, "gap %.1e", progress.relativeGap())
            : String.format(Locale.ROOT, "objective %.5g", progress.primal());
    return String.format(
        Locale.ROOT, "%s, rank %d, iteration %d", gap, progress.rank(), progress.iteration());
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

  /** A path says the same for every beta; once is enough. The bar makes room for the line. */
  private synchronized void tell(String line) {
    if (told.add(line)) {
      if (bar != null) {
        err.print("\r" + " ".repeat(width - 1) + "\r");
      }
      err.println(Printable.of(line));
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
