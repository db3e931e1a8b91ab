package io.github.convexheads.api.fit;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.ProgressListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The limits of one fit, from its first look at the data to its certificate. A tenth of the time is
 * kept for a last certificate, which takes what norms it can bound by then: at most half a minute,
 * or three times what it took to prepare, where the data were read and norms bounded at zero. After
 * a cancellation it has half a second. What cannot be stopped any more is one pass over the data.
 */
final class FitLimits {
  /** One part of so many is kept for the certificate. */
  private static final int KEPT = 10;

  private static final Duration LONGEST_KEPT = Duration.ofSeconds(30);

  /** A last bound multiplies with a direction for every head; the one at zero with few. */
  private static final int TIMES_PREPARED = 3;

  /** A limit that is none. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final Duration GRACE = Duration.ofMillis(500);

  private final Duration limit;
  private final ProgressListener listener;
  private final StopToken outer = StopToken.current();
  private final long began = outer.nanos();
  private Duration prepared = Duration.ZERO;
  private StopToken whole;
  private StopToken solving;

  FitLimits(Duration limit, ProgressListener listener) {
    this.limit = limit;
    this.listener = listener;
    keep();
  }

  private void keep() {
    Duration share = limit.dividedBy(KEPT);
    Duration most = longer(LONGEST_KEPT, prepared.multipliedBy(TIMES_PREPARED));
    Duration kept = share.compareTo(most) > 0 ? most : share;
    Duration left = limit.minusNanos(outer.nanos() - began);
    whole = outer.within(left.minus(kept.dividedBy(2)));
    solving =
        outer
            .within(left.minus(kept))
            .unless(() -> listener.cancelled() || Thread.currentThread().isInterrupted());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** The limit of time of the whole fit. */
  Duration limit() {
    return limit;
  }

  /** Whether there is no limit of time. */
  boolean endless() {
    return limit.compareTo(LONGEST) > 0;
  }

  /** Does what has to be done before there is a point; there is no result where it is stopped. */
  <T> T preparing(Supplier<T> work) {
    try {
      T done = solving.run(work);
      prepared = Duration.ofNanos(outer.nanos() - began);
      keep();
      return done;
    } catch (StoppedException e) {
      throw new StoppedException(
          e.reason(),
          e.reason() == StoppedException.Reason.CANCELLED
              ? "cancelled before there was a first point"
              : "the time limit of %s was reached before there was a first point; raise solver.time-limit"
                  .formatted(words(limit)));
    }
  }

  /** Solves, within what is left of the limits. */
  <T> T solving(Supplier<T> work) {
    return solving.run(work);
  }

  /**
   * Proves what can be proven of a point in the time that was kept; empty where that is too little.
   *
   * @param proof is told whom to ask whether to stop with what is proven so far
   */
  <T> Optional<T> proof(Function<BooleanSupplier, T> proof) {
    boolean cancelled =
        solving.reason().filter(r -> r == StoppedException.Reason.CANCELLED).isPresent();
    StopToken last = cancelled ? whole.within(GRACE) : whole;
    StopToken tightening = cancelled ? whole.within(GRACE.dividedBy(2)) : solving;
    try {
      return Optional.of(last.run(() -> proof.apply(() -> tightening.reason().isPresent())));
    } catch (StoppedException e) {
      return Optional.empty();
    }
  }

  private static String words(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
