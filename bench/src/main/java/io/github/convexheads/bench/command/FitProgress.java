package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.text.Durations;
import io.github.convexheads.bench.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Shows how a solver gets on: on a terminal a bar, elsewhere a line twice a minute; notes and
 * warnings always. The bar fills as the logarithm of the gap falls from 1 to the tolerance. Before
 * there is a bound, which some solvers prove last, it follows the objective's fall since half as
 * many iterations: one that nears its limit like 1 / iterations has as far to go, one that is
 * faster has less. That is no estimate of the gap, and is not called one: what the bound leaves
 * open is the dual point's distance too. The first gap of nine fits (mlp, linear, attention, mixer
 * and fno) was 0.2 to 4 times that fall, that of a gated mixer 3 to 10 times.
 */
final class FitProgress implements ProgressListener, AutoCloseable {
  private static final int STEPS = 100;

  /** Without a terminal a line is worth so many seconds. */
  private static final double SILENCE = 30;

  /** Before, the fall of an objective says nothing. */
  private static final int FIRST_FALL = 4;

  /** Where the bar is when the fall reaches the tolerance, and how far it goes on from there. */
  private static final double FALLEN = 0.8;

  private static final double UNPROVEN = 0.95;

  private final double tolerance;
  private final PrintWriter err;
  private final ProgressBar bar;
  private final int width;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final List<Progress> unproven = new ArrayList<>();
  private int half;
  private int fits;
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
        .setRenderer(new FitBar())
        .setUpdateIntervalMillis(200)
        .setMaxRenderedLength(width)
        .clearDisplayOnFinish()
        .setConsumer(new ConsoleProgressBarConsumer(System.err, width))
        .build();
  }

  @Override
  public synchronized void progressed(Progress progress) {
    begin(progress);
    boolean proven = progress.relativeGap() < Double.POSITIVE_INFINITY;
    double fall = proven ? Double.NaN : fall(progress);
    done = Math.max(done, proven ? share(progress.relativeGap()) : unprovenShare(fall));
    String text = text(progress, proven, fall);
    if (bar != null) {
      bar.stepTo(Math.round(STEPS * done));
      bar.setExtraMessage(text);
    } else if (progress.seconds() - lastLine >= SILENCE) {
      lastLine = progress.seconds();
      err.println("convex-heads: " + text + ", " + Durations.text(progress.seconds()));
    }
  }

  /** A path fits again and again; every fit begins with an empty bar. */
  private void begin(Progress progress) {
    boolean another =
        fits == 0
            || (!unproven.isEmpty()
                && progress.iteration() < unproven.get(unproven.size() - 1).iteration());
    if (another) {
      fits++;
      done = 0;
      lastLine = 0;
      half = 0;
      unproven.clear();
    }
    unproven.add(progress);
  }

  /** The objective's fall since half as many iterations, relative to it; 1 at the beginning. */
  private double fall(Progress progress) {
    if (progress.iteration() < FIRST_FALL || unproven.size() < 2) {
      return 1;
    }
    while (2 * unproven.get(half + 1).iteration() <= progress.iteration()
        && half + 2 < unproven.size()) {
      half++;
    }
    double fall =
        (unproven.get(half).primal() - progress.primal())
            / Math.max(1e-12, Math.abs(progress.primal()));
    return !(fall > 0) ? 1 : Math.min(1, fall);
  }

  private double unprovenShare(double fall) {
    double further = Math.max(0, 1 - fall / Math.max(1e-12, tolerance));
    return FALLEN * share(fall) + (UNPROVEN - FALLEN) * further;
  }

  /** How far a gap is on the way from 1 to the tolerance, in logarithms. */
  private double share(double gap) {
    double most = Math.log(Math.min(0.5, Math.max(1e-12, tolerance)));
    double least = Math.max(1e-300, Math.min(1, gap));
    return Math.max(0, Math.min(1, Math.log(least) / most));
  }

  private String text(Progress progress, boolean proven, double fall) {
    String gap =
        proven
            ? "gap " + GapText.of(progress.relativeGap())
            : String.format(Locale.ROOT, "objective %.5g", progress.primal())
                + (fall < 1
                    ? String.format(
                        Locale.ROOT,
                        ", down %.0e of it since half as many iterations, nothing proven yet",
                        fall)
                    : "");
    return String.format(
        Locale.ROOT,
        "%s, rank %d, iteration %d%s",
        gap,
        progress.rank(),
        progress.iteration(),
        fits > 1 ? " of fit " + fits : "");
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
        err.flush();
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
