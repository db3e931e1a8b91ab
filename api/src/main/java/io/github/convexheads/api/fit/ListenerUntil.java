package io.github.convexheads.api.fit;

import io.github.convexheads.api.internal.progress.ForwardingListener;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A listener of one call on another thread, which hears nothing more once the call is left behind,
 * and never two things at once.
 */
final class ListenerUntil extends ForwardingListener {
  /** Wants nothing any more. */
  private static final ProgressListener NOBODY =
      new ProgressListener() {
        @Override
        public void progressed(Progress progress) {}

        @Override
        public boolean cancelled() {
          return true;
        }
      };

  private boolean open = true;
  private boolean point;

  /**
   * Passes everything on.
   *
   * @param listener who hears
   */
  ListenerUntil(ProgressListener listener) {
    super(listener);
  }

  /** Asks something while the listener hears nothing. */
  synchronized <T> T whileQuiet(Supplier<T> question) {
    return question.get();
  }

  /** Says whether a point was reported. */
  synchronized boolean point() {
    return point;
  }

  /** Warns, for the last time. */
  synchronized void close(String warning) {
    warned(warning);
    open = false;
  }

  @Override
  protected synchronized <T> T pass(Function<ProgressListener, T> call) {
    return open ? super.pass(call) : call.apply(NOBODY);
  }

  @Override
  public synchronized void progressed(Progress progress) {
    point = true;
    super.progressed(progress);
  }

  /** A call that goes on may write into the arrays of a point that it reported. */
  @Override
  public void improved(Variable best) {
    super.improved(best.copy());
  }
}
