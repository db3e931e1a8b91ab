package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.util.function.Supplier;

/**
 * A listener of one call on another thread, which hears nothing more once the call is left behind,
 * and never two things at once.
 */
final class ListenerUntil implements ProgressListener {
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

  private ProgressListener listener;
  private boolean point;

  /**
   * Passes everything on.
   *
   * @param listener who hears
   */
  ListenerUntil(ProgressListener listener) {
    this.listener = listener;
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
    listener.warned(warning);
    listener = NOBODY;
  }

  @Override
  public synchronized void progressed(Progress progress) {
    point = true;
    listener.progressed(progress);
  }

  @Override
  public synchronized void estimated(MemoryEstimate estimate) {
    listener.estimated(estimate);
  }

  @Override
  public synchronized boolean cancelled() {
    return listener.cancelled();
  }

  /** A call that goes on may write into the arrays of a point that it reported. */
  @Override
  public synchronized void improved(Variable best) {
    listener.improved(best.copy());
  }

  @Override
  public synchronized void proved(Certificate bound) {
    listener.proved(bound);
  }

  @Override
  public synchronized void warned(String message) {
    listener.warned(message);
  }

  @Override
  public synchronized void noted(String message) {
    listener.noted(message);
  }
}
