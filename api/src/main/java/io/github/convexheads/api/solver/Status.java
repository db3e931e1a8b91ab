package io.github.convexheads.api.solver;

import io.github.convexheads.api.kernel.StoppedException;
import org.apiguardian.api.API;

/** Why a solver stopped. Only a certificate says how good the point is. */
@API(status = API.Status.STABLE)
public enum Status {
  /** A certificate proves the tolerance. */
  SOLVED,
  /** The iteration limit was reached. */
  ITERATION_LIMIT,
  /** The time limit was reached. */
  TIME_LIMIT,
  /** The caller asked to stop. */
  CANCELLED,
  /** No further progress was possible in the available precision. */
  STALLED,
  /** The network has as many heads as were allowed; the optimum has more. */
  HEAD_LIMIT,
  /** A lower bound was above an objective: a head, a loss or a file is broken. */
  CONTRADICTION;

  /**
   * Returns the status of a solver that was stopped.
   *
   * @param reason why it was stopped
   * @return the status
   */
  public static Status of(StoppedException.Reason reason) {
    return switch (reason) {
      case TIME_LIMIT -> TIME_LIMIT;
      case CANCELLED -> CANCELLED;
    };
  }

  /**
   * Returns the status as users read it.
   *
   * @return lower case words joined by hyphens, for example {@code iteration-limit}
   */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
