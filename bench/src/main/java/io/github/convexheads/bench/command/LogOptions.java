package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.progress.ForwardingListener;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.measure.Criterion;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.path.PathPoint;
import io.github.convexheads.bench.tracking.FitLog;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --log-dir}. */
final class LogOptions {
  @Option(
      names = "--log-dir",
      paramLabel = "FOLDER",
      description = {
        "Write curves of objective, bound, gap and rank along the fit, of the path, and of training"
            + " metrics into this folder as TensorBoard reads them (tensorboard --logdir FOLDER)."
      })
  private Path folder;

  private FitLog log;

  LogOptions() {}

  /** Begins the log, where one is asked for; fails where it cannot be written. */
  void open() {
    log = folder == null ? null : FitLog.in(folder);
  }

  /** Hears what another listener hears, and logs it. */
  ProgressListener logged(ProgressListener next) {
    return log == null ? next : new Logged(log, next);
  }

  void path(List<PathPoint> points, Criterion criterion) {
    if (log != null) {
      log.path(points, criterion.metric().id());
    }
  }

  void trained(Measures training) {
    if (log != null) {
      log.trained(training);
    }
  }

  /** Ends the log. */
  void close() {
    if (log != null) {
      log.close();
    }
  }

  private static final class Logged extends ForwardingListener {
    private final FitLog log;

    Logged(FitLog log, ProgressListener next) {
      super(next);
      this.log = log;
    }

    @Override
    public void progressed(Progress progress) {
      log.progressed(progress);
      super.progressed(progress);
    }
  }
}
