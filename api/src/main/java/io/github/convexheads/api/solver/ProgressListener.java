package io.github.convexheads.api.solver;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.program.Variable;
import org.apiguardian.api.API;

/** Hears how a solver gets on, and may ask it to stop. Called on the thread that solves. */
@API(status = API.Status.STABLE)
public interface ProgressListener {

  /** A listener that hears nothing and never asks to stop. */
  ProgressListener SILENT = progress -> {};

  /**
   * Called after iterations.
   *
   * @param progress where the solver is
   */
  void progressed(Progress progress);

  /**
   * Called once before a fit, when it is known what memory it will take.
   *
   * @param estimate the estimate
   */
  default void estimated(MemoryEstimate estimate) {}

  /**
   * Says whether the solver should stop; asked at least once an iteration and before long steps,
   * and in a fit before every batch of samples, but not more than once a millisecond.
   *
   * @return true to stop with the best point so far and {@link Solution.Status#CANCELLED}
   */
  default boolean cancelled() {
    return false;
  }

  /**
   * Offers a better point than any before, for checkpoints. The point is immutable.
   *
   * @param best the point
   */
  default void improved(Variable best) {}

  /**
   * Offers a better lower bound than any before, for a solve that is stopped before it returns.
   *
   * @param bound the bound
   */
  default void proved(Certificate bound) {}

  /**
   * Called once when the solver wants to tell the user something to change.
   *
   * @param message one sentence, for example {@code beta is at least beta_max: the solution is
   *     zero}
   */
  default void warned(String message) {}

  /**
   * Called when a choice was made that the user may want to know of.
   *
   * @param message one sentence, for example {@code auto chose low-rank, which ...}
   */
  default void noted(String message) {}
}
