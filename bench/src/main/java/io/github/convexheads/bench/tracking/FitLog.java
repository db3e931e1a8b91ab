package io.github.convexheads.bench.tracking;

import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.path.PathPoint;
import java.nio.file.Path;
import java.util.List;

/**
 * Curves of a fit for TensorBoard: along the iterations {@code fit/objective}, {@code fit/bound}
 * (the best proven lower bound), {@code fit/relative-gap} and {@code fit/rank}; along a path, beta
 * by beta, {@code path/objective}, {@code path/relative-gap}, {@code path/rank}, {@code path/loss},
 * {@code path/beta-fraction} and the score of the path by its name; and at the end {@code
 * training/} with the metrics of the loss. Iterations of one fit after another, as on a path, are
 * counted on.
 */
public final class FitLog implements AutoCloseable {
  private final EventFile events;
  private long before;
  private int last;

  private FitLog(EventFile events) {
    this.events = events;
  }

  /**
   * Begins a run.
   *
   * @param folder the folder of the run, which is made; TensorBoard shows all folders in a folder
   * @return the log
   * @throws io.github.convexheads.api.error.InvalidInputException if nothing can be written there
   */
  public static FitLog in(Path folder) {
    return new FitLog(EventFile.in(folder, now()));
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  private void scalar(String tag, long step, double value) {
    if (Double.isFinite(value)) { // before the first bound there is none
      events.scalar(tag, step, value, now());
    }
  }

  /**
   * Logs an iteration.
   *
   * @param progress where the solver is
   */
  public void progressed(Progress progress) {
    if (progress.iteration() < last) {
      before += last;
    }
    last = progress.iteration();
    long step = before + last;
    scalar("fit/objective", step, progress.primal());
    scalar("fit/bound", step, progress.dual());
    scalar("fit/relative-gap", step, progress.relativeGap());
    scalar("fit/rank", step, progress.rank());
  }

  /**
   * Logs a path.
   *
   * @param points the points in order of falling beta; their places are the steps
   * @param score what their score is called
   */
  public void path(List<PathPoint> points, String score) {
    for (int step = 0; step < points.size(); step++) {
      PathPoint point = points.get(step);
      scalar("path/beta-fraction", step, point.fraction());
      scalar("path/objective", step, point.primal());
      scalar("path/relative-gap", step, point.relativeGap());
      scalar("path/rank", step, point.rank());
      scalar("path/loss", step, point.loss());
      scalar("path/" + score, step, point.score());
    }
  }

  /**
   * Logs how a fitted head does, at the step of the last iteration.
   *
   * @param training what was measured on the training samples
   */
  public void trained(Measures training) {
    scalar("training/loss", before + last, training.loss());
    training
        .taken()
        .forEach(
            taken ->
                scalar(
                    "training/" + taken.metric().id(), before + last, taken.measurement().value()));
  }

  @Override
  public void close() {
    events.close();
  }
}
