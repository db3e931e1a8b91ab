package io.github.convexheads.api.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * When work must stop: at a time, or when somebody says so.
 *
 * <p>A token is in force on the thread that runs work under it, and on the threads that {@link
 * Workers} lend to that work. What may take long asks it before every batch of samples, every task
 * of workers and every large product or decomposition, so that whoever calls those is stopped
 * within one of them; {@link #check} ends work by {@link StoppedException}, {@link #reason} lets it
 * end by itself.
 *
 * <p>The clock comes with the token, so that tests can use one of their own.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class StopToken {
  /** Longer limits than this are none. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Nobody is asked more often than this, in nanoseconds. */
  private static final long ASKED_EVERY = 1_000_000;

  @SuppressWarnings("UnnecessaryLambda") // It is compared with.
  private static final BooleanSupplier NOBODY = () -> false;

  private static final StopToken NEVER = new StopToken(null, System::nanoTime, null, 0, NOBODY);
  private static final ThreadLocal<StopToken> CURRENT = ThreadLocal.withInitial(() -> NEVER);

  private final StopToken outer;
  private final LongSupplier clock;
  private final Long deadline;
  private final Thread owner;
  private final BooleanSupplier cancelled;
  private volatile boolean heard;
  private long asked;

  private StopToken(
      StopToken outer, LongSupplier clock, Long deadline, long now, BooleanSupplier cancelled) {
    this.outer = outer;
    this.clock = clock;
    this.deadline = deadline;
    this.owner = Thread.currentThread();
    this.cancelled = cancelled;
    this.asked = now - ASKED_EVERY;
  }

  /**
   * Returns the token that never stops anything.
   *
   * @return the token
   */
  public static StopToken never() {
    return NEVER;
  }

  /**
   * Returns the token in force on this thread.
   *
   * @return the token; one that never stops anything unless work runs under another
   */
  public static StopToken current() {
    return CURRENT.get();
  }

  /**
   * Ends the work on this thread if it must stop.
   *
   * @throws StoppedException if the token in force says so
   */
  public static void check() {
    StopToken token = CURRENT.get();
    if (token != NEVER) {
      token
          .reason()
          .ifPresent(
              reason -> {
                throw new StoppedException(reason);
              });
    }
  }

  /**
   * Returns a token that stops with this one, and at the latest after some time from now.
   *
   * @param time how long work may take from now; more than a century is no limit
   * @return the token
   */
  public StopToken within(Duration time) {
    long now = nanos();
    Long end = time.compareTo(LONGEST) > 0 ? null : now + time.toNanos();
    return new StopToken(this, clock, end, now, NOBODY);
  }

  /**
   * Returns a token that stops with this one, and when somebody says so.
   *
   * @param stop asked now and then, on this thread only
   * @return the token
   */
  public StopToken unless(BooleanSupplier stop) {
    return new StopToken(this, clock, null, nanos(), stop);
  }

  /**
   * Returns a token like this one with another clock.
   *
   * @param nanos a time in nanoseconds from any origin that does not go back; asked by several
   *     threads
   * @return the token
   */
  public StopToken timedBy(LongSupplier nanos) {
    return new StopToken(this, nanos, null, nanos.getAsLong(), NOBODY);
  }

  /**
   * Runs work under this token.
   *
   * @param <T> the type of what it returns
   * @param work the work
   * @return what it returns
   */
  public <T> T run(Supplier<T> work) {
    StopToken before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /**
   * Says whether work must stop, and why.
   *
   * @return empty while it may go on
   */
  public Optional<StoppedException.Reason> reason() {
    if (this == NEVER) {
      return Optional.empty();
    }
    if (heard || (cancelled != NOBODY && Thread.currentThread() == owner && asks(nanos()))) {
      return Optional.of(StoppedException.Reason.CANCELLED);
    }
    return deadline != null && nanos() - deadline >= 0
        ? Optional.of(StoppedException.Reason.TIME_LIMIT)
        : outer.reason();
  }

  /**
   * Returns the time on this token's clock.
   *
   * @return nanoseconds from any origin
   */
  public long nanos() {
    return clock.getAsLong();
  }

  private boolean asks(long now) {
    if (now - asked >= ASKED_EVERY) {
      asked = now;
      heard = cancelled.getAsBoolean();
    }
    return heard;
  }
}
