package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.program.OutputCurve;

/**
 * An exact line search: outputs along a line of factors are a polynomial of degree two in t, so the
 * objective anywhere on the line costs one pass over the outputs and none over the data.
 *
 * <p>Minimises phi(t) = (1/n) sum of losses at O + t O1 + t^2 O2, plus p1 t + p2 t^2, over t &gt; 0
 * by the secant method on phi', kept in a bracket.
 */
final class LineSearch {
  private static final int MOST_TRIALS = 40;

  /** The share of the slope at 0 that may remain. */
  private static final double REMAINING_SLOPE = 0.05;

  private static final double LARGEST_GROWTH = 10;
  private static final double ROUNDING = 1e-13;

  private final RowLosses losses;
  private final double[] outputs;
  private final OutputCurve curve;
  private final double linear;
  private final double quadratic;
  private final double start;
  private final double startSlope;

  /**
   * A search from t = 0.
   *
   * @param losses the losses
   * @param outputs O
   * @param residual E / n at O
   * @param curve O1 and O2
   * @param linear p1
   * @param quadratic p2
   * @param loss the mean loss at O
   */
  LineSearch(
      RowLosses losses,
      double[] outputs,
      double[] residual,
      OutputCurve curve,
      double linear,
      double quadratic,
      double loss) {
    this.losses = losses;
    this.outputs = outputs;
    this.curve = curve;
    this.linear = linear;
    this.quadratic = quadratic;
    this.start = loss;
    this.startSlope = losses.slope(residual, curve) + linear;
  }

  /**
   * A point of the line.
   *
   * @param t the step; 0 where no step lowers the objective
   * @param loss the mean loss there
   * @param decrease by how much phi is below phi(0)
   */
  record Step(double t, double loss, double decrease) {}

  /** Returns phi'(0). */
  double startSlope() {
    return startSlope;
  }

  /** Searches from a first guess; leaves E / n at the step in {@code residual}. */
  Step search(double guess, double[] residual) {
    double low = 0;
    double lowSlope = startSlope;
    double high = Double.POSITIVE_INFINITY;
    double highSlope = Double.NaN;
    double t = guess;
    Step best = new Step(0, start, 0);
    for (int trial = 0; trial < MOST_TRIALS && startSlope < 0; trial++) {
      RowLosses.Value value = losses.along(outputs, curve, t, residual);
      double phi = value.loss() + t * (linear + t * quadratic);
      double slope = value.slope() + linear + 2 * t * quadratic;
      boolean lower = phi - start <= ROUNDING * Math.abs(start);
      if (lower && Math.abs(slope) <= REMAINING_SLOPE * -startSlope) {
        return new Step(t, value.loss(), start - phi);
      }
      if (lower && start - phi > best.decrease) {
        best = new Step(t, value.loss(), start - phi);
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
    if (best.t > 0) {
      losses.along(outputs, curve, best.t, residual);
    }
    return best;
  }

  private double next(double low, double lowSlope, double high, double highSlope) {
    if (high == Double.POSITIVE_INFINITY) {
      double secant = low * startSlope / (startSlope - lowSlope);
      boolean usable = secant > 1.1 * low;
      return usable ? Math.min(secant, LARGEST_GROWTH * low) : LARGEST_GROWTH * low;
    }
    double width = high - low;
    double secant = low + width * lowSlope / (lowSlope - highSlope);
    boolean inside = secant >= low + 0.02 * width && secant <= high - 0.02 * width;
    return inside ? secant : low + width / (highSlope > 0 ? 2 : 8);
  }
}
