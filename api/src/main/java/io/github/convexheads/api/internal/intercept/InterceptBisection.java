package io.github.convexheads.api.internal.intercept;

import java.util.Arrays;

/**
 * The intercept of losses that are sums over outputs, by bisection of all g_p(b_p) at once.
 * Newton's method has no length of a step to go by where such a loss is linear, as Huber's is
 * wherever targets lie far beyond its delta; g_p rises with b_p all the same. Of other losses it
 * finds some intercept, which may be worse.
 */
final class InterceptBisection {
  private static final int MOST_DOUBLINGS = 200;
  private static final int MOST_HALVINGS = 120;

  private final ShiftedOutputs outputs;
  private final double[] low;
  private final double[] high;

  private InterceptBisection(ShiftedOutputs outputs, double[] start) {
    this.outputs = outputs;
    this.low = start.clone();
    this.high = start.clone();
  }

  /**
   * Searches from an intercept.
   *
   * @param outputs o
   * @param start where to begin
   * @param steps how far to go at first, c positive values
   * @return c values, near where every g_p changes its sign
   */
  static double[] from(ShiftedOutputs outputs, double[] start, double[] steps) {
    InterceptBisection search = new InterceptBisection(outputs, start);
    search.bracket(start, steps);
    return search.halved();
  }

  /** Goes against g_p, twice as far every time, until it changes its sign. */
  private void bracket(double[] start, double[] steps) {
    double[] slopes = slopes(start);
    double[] here = start.clone();
    for (int doubling = 0; doubling < MOST_DOUBLINGS; doubling++) {
      boolean open = false;
      for (int p = 0; p < here.length; p++) {
        if (slopes[p] != 0) {
          open = true;
          here[p] -= Math.signum(slopes[p]) * Math.scalb(steps[p], doubling);
        }
      }
      double[] next = slopes(here);
      if (!open || !finite(next)) {
        return;
      }
      for (int p = 0; p < here.length; p++) {
        narrow(p, here[p], next[p]);
        slopes[p] = next[p] * slopes[p] > 0 ? slopes[p] : 0;
      }
    }
  }

  private double[] halved() {
    double[] middle = middle();
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      double[] slopes = slopes(middle);
      for (int p = 0; p < middle.length; p++) {
        narrow(p, middle[p], slopes[p]);
      }
      double[] next = middle();
      if (Arrays.equals(next, middle)) {
        break;
      }
      middle = next;
    }
    return middle;
  }

  /** The minimum lies below b where g_p is positive there, above where it is negative. */
  private void narrow(int p, double b, double slope) {
    if (slope > 0) {
      high[p] = b;
      low[p] = Math.min(low[p], b);
    } else if (slope < 0) {
      low[p] = b;
      high[p] = Math.max(high[p], b);
    } else {
      low[p] = b;
      high[p] = b;
    }
  }

  private double[] middle() {
    double[] middle = new double[low.length];
    Arrays.setAll(middle, p -> low[p] + (high[p] - low[p]) / 2);
    return middle;
  }

  private double[] slopes(double[] b) {
    return outputs.at(Intercept.of(b.clone())).sums();
  }

  private static boolean finite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
