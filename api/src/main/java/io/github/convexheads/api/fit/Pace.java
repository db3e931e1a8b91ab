package io.github.convexheads.api.fit;

import io.github.convexheads.api.solver.Progress;

/**
 * Whether one solver of a {@link Portfolio} should go on, by what its gap and that of all have done
 * lately. Iterations are counted, so that equal fits stop equally; seconds count only beside a
 * limit of time, which makes no two fits equal.
 *
 * <p>A solver is <em>slow</em> if another suits nearly as well and its own gap has not halved in
 * 500 iterations, or in half of the time that it found left; it may have another turn.
 *
 * <p>A solver that goes on from others' work gains <em>nothing</em> if its own gap has not halved
 * in as many iterations as all before it had together, nor that of all fallen by a tenth in as many
 * as all including it had when it last did. Both are needed: a solver that starts anew is behind
 * for a while, and one that leads may be on a plateau. Where precision ends, the first solvers stop
 * far below what a gradient method reaches, whose gap falls like the inverse square of its
 * iterations: it halves later and later, and would go on to the limit. What a solver does in vain
 * is at most as much as all before it did, once for every time that it halved its gap.
 */
final class Pace {
  /** Iterations that every solver has for a half of its gap. */
  private static final int PATIENCE = 500;

  private static final double HALF = 0.5;
  private static final double NEARLY = 0.9;

  /** The share of the time left that a solver may take for a half of its gap. */
  private static final double SHARE = 0.5;

  private final boolean hasty;
  private final double secondsLeft;
  private final boolean later;
  private final int window;
  private final Fall own = new Fall(HALF, Double.POSITIVE_INFINITY);
  private final Fall all;
  private boolean slow;
  private boolean nothing;

  /**
   * Of one solver.
   *
   * @param before what all before it reached; of 0 iterations and infinite where it is the first
   * @param later whether there was one before
   * @param hasty whether it is worth while to stop it where it is slow
   * @param secondsLeft until the limit of time; infinite without one
   */
  Pace(Progress before, boolean later, boolean hasty, double secondsLeft) {
    this.hasty = hasty;
    this.secondsLeft = secondsLeft;
    this.later = later;
    this.window = Math.max(PATIENCE, before.iteration());
    this.all = new Fall(NEARLY, before.relativeGap());
  }

  /** A gap that should fall by a factor now and then. */
  private static final class Fall {
    private final double factor;
    private double mark;
    private int iteration;
    private double seconds;

    Fall(double factor, double mark) {
      this.factor = factor;
      this.mark = mark;
    }

    void add(Progress now, double gap) {
      if (gap < factor * mark) {
        mark = gap;
        iteration = now.iteration();
        seconds = now.seconds();
      }
    }
  }

  /**
   * Hears of an iteration.
   *
   * @param now the solver's own progress
   * @param together the relative gap between the best point and the best bound of all
   */
  void add(Progress now, double together) {
    own.add(now, now.relativeGap());
    all.add(now, together);
    int idle = now.iteration() - own.iteration;
    slow |= hasty && idle > PATIENCE && Double.isFinite(own.mark);
    nothing =
        later
            && Double.isFinite(together)
            && idle > window
            && now.iteration() - all.iteration > window + all.iteration;
  }

  /** Says whether the solver is slow, some seconds after it began. */
  boolean slow(double seconds) {
    slow |= late(seconds);
    return slow;
  }

  /** Says whether the solver may be stopped because it is slow. */
  boolean hasty() {
    return hasty;
  }

  /** Says whether the solver has taken so much of its time since its gap was halved. */
  boolean late(double seconds) {
    return hasty && seconds - own.seconds > SHARE * secondsLeft;
  }

  /** Says whether the solver gains nothing on all together. */
  boolean gainsNothing() {
    return nothing;
  }

  /** What that means, in words that follow "stalled: ". */
  String why() {
    return "in %s iterations its own gap has not halved, nor that of all together fallen by a tenth"
        .formatted(window);
  }
}
