package io.github.convexheads.api.internal.progress;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apiguardian.api.API;

/** Passes on what it hears, and asks who hears it. */
@API(status = API.Status.INTERNAL)
public abstract class ForwardingListener implements ProgressListener {
  private final ProgressListener next;

  /**
   * A listener before another.
   *
   * @param next who hears what this one does
   */
  protected ForwardingListener(ProgressListener next) {
    this.next = next;
  }

  /**
   * Passes one call on; all go this way.
   *
   * @param call the call
   * @param <T> what it answers
   * @return its answer
   */
  protected <T> T pass(Function<ProgressListener, T> call) {
    return call.apply(next);
  }

  @Override
  public void progressed(Progress progress) {
    tell(listener -> listener.progressed(progress));
  }

  @Override
  public void estimated(MemoryEstimate estimate) {
    tell(listener -> listener.estimated(estimate));
  }

  @Override
  public boolean cancelled() {
    return pass(ProgressListener::cancelled);
  }

  @Override
  public void improved(Variable best) {
    tell(listener -> listener.improved(best));
  }

  @Override
  public void proved(Certificate bound) {
    tell(listener -> listener.proved(bound));
  }

  @Override
  public void warned(String message) {
    tell(listener -> listener.warned(message));
  }

  @Override
  public void noted(String message) {
    tell(listener -> listener.noted(message));
  }

  private void tell(Consumer<ProgressListener> call) {
    boolean unused =
        pass(
            listener -> {
              call.accept(listener);
              return true;
            });
  }
}
