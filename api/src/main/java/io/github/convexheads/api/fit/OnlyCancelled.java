package io.github.convexheads.api.fit;

import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;

/**
 * Hears nothing of solves that only prepare another, and passes on that their fit is cancelled.
 *
 * @param asked who may cancel
 */
record OnlyCancelled(ProgressListener asked) implements ProgressListener {
  @Override
  public void progressed(Progress progress) {}

  @Override
  public boolean cancelled() {
    return asked.cancelled();
  }
}
