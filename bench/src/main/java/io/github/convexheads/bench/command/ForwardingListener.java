package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;

/** Passes on what it hears. */
class ForwardingListener implements ProgressListener {
  private final ProgressListener next;

  ForwardingListener(ProgressListener next) {
    this.next = next;
  }

  @Override
  public void progressed(Progress progress) {
    next.progressed(progress);
  }

  @Override
  public void estimated(MemoryEstimate estimate) {
    next.estimated(estimate);
  }

  @Override
  public boolean cancelled() {
    return next.cancelled();
  }

  @Override
  public void improved(Variable best) {
    next.improved(best);
  }

  @Override
  public void proved(Certificate bound) {
    next.proved(bound);
  }

  @Override
  public void warned(String message) {
    next.warned(message);
  }

  @Override
  public void noted(String message) {
    next.noted(message);
  }
}
