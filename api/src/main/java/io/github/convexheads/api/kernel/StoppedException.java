package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/**
 * Work was stopped before it came to a result, by a limit of time or by whoever asked for it; see
 * {@link StopToken}.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why work was stopped. */
  public enum Reason {
    /** The time that was allowed is over. */
    TIME_LIMIT,
    /** Whoever asked for the work wants it no more. */
    CANCELLED
  }

  private final Reason reason;

  /**
   * Says that work was stopped.
   *
   * @param reason why
   */
  public StoppedException(Reason reason) {
    this(
        reason,
        reason == Reason.TIME_LIMIT
            ? "the time limit was reached before there was a result"
            : "cancelled before there was a result");
  }

  /**
   * Says that work was stopped, and what was being done.
   *
   * @param reason why
   * @param message what was being done and what would help, for people
   */
  public StoppedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Returns why work was stopped.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
