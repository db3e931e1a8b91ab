package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.program.Line;

/**
 * An exact line search: minimises phi(t) = F(t) + p1 t + p2 t^2, F the loss along a line, over t
 * &gt; 0 by the secant method on phi', kept in a bracket.
 */
final class LineSearch {
  private static final int MOST_TRIALS = 40;

  /** The share of the slope at 0 that may remain. */
  private static final double REMAINING_SLOPE = 0.05;

  private static final double LARGEST_GROWTH = 10;

  /** Where little of the slope is left the minimum is near, and far points may cost more. */
  private static final double NEARBY_GROWTH = 3;

  private static final double ROUNDING = 1e-13;

  private final Line line;
  private final double linear;
  private final double quadratic;
  private final double start;
  private final double startSlope;

  /** A search from t = 0, with p1 and p2 of the penalty. */
  LineSearch(Line line, double linear, double quadratic) {
    this.line = line;
    this.linear = linear;
    this.quadratic = quadratic;
    Line.Point zero = line.point(0);
    this.start = zero.loss();
    this.startSlope = zero.slope() + linear;
  }

  /** Returns phi'(0). */
  double startSlope() {
    return startSlope;
  }

  /** Searches from a first guess; returns the step, 0 where none lowers phi. */
  double search(double guess) {
    double low = 0;
    double lowSlope = startSlope;
    double high = Double.POSITIVE_INFINITY;
    double highSlope = Double.NaN;
    double t = guess;
    double best = 0;
    double most = 0;
    for (int trial = 0; trial < MOST_TRIALS && startSlope < 0; trial++) {
      Line.Point point = line.point(t);
      double decrease = start - (point.loss() + t * (linear + t * quadratic));
      double slope = point.slope() + linear + 2 * t * quadratic;
      boolean lower = -decrease <= ROUNDING * Math.abs(start);
      if (lower && Math.abs(slope) <= REMAINING_SLOPE * -startSlope) {
        return t;
      }
      if (lower && decrease > most) {
        best = t;
        most = decrease;
      }
      if (lower && slope < 0) {
        low = t;
        lowSlope = slope;
      } else {
        high = t;
        highSlope = slope;
      }
      t = next(low, lowSlope, high, highSlope);
    }
    return best;
  }

  private double next(double low, double lowSlope, double high, double highSlope) {
    if (high == Double.POSITIVE_INFINITY) {
      double secant = low * startSlope / (startSlope - lowSlope);
      boolean usable = secant > 1.1 * low;
      return usable ? Math.min(secant, LARGEST_GROWTH * low) : NEARBY_GROWTH * low;
    }
    double width = high - low;
    double secant = low + width * lowSlope / (lowSlope - highSlope);
    boolean inside = secant >= low + 0.02 * width && secant <= high - 0.02 * width;
    return inside ? secant : low + width / (highSlope > 0 ? 2 : 8);
  }
}
