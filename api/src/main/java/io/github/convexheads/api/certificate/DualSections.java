package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Searches along the dual value, concave in theta, of a program of which many values cost about as
 * much as one: each pass asks for points around where a parabola or a chord has its vertex or root,
 * at distances that fall by powers of ten, and for some that cut the bracket evenly.
 *
 * @param at the evaluation
 */
record DualSections(Evaluation at) {
  private static final int MOST_PASSES = 16;
  private static final int DISTANCES = 7;
  private static final int EVENLY = 8;
  private static final double ACCURACY = 1e-8;
  private static final double ROOT_ACCURACY = 1e-9;

  /** Maximises over 0 <= theta <= most; 0 is always feasible. */
  DualScaling best(double most) {
    List<Double> thetas = new ArrayList<>(List.of(most, most * (1 - 1e-7), 0.0));
    double high = Math.min(most, 2);
    for (int i = 1; i <= EVENLY; i++) {
      thetas.add(high * i / EVENLY);
    }
    for (double theta = 2 * high; theta < most; theta *= 2) {
      thetas.add(theta);
    }
    List<DualScaling> known = values(thetas);
    DualScaling end = known.get(0);
    if (!end.infeasible() && end.value() >= known.get(1).value()) {
      return end;
    }
    known.sort(Comparator.comparingDouble(DualScaling::theta));
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      int top = top(known);
      double low = known.get(Math.max(0, top - 1)).theta();
      double up = known.get(Math.min(known.size() - 1, top + 1)).theta();
      if (up - low <= ACCURACY * up) {
        break;
      }
      List<Double> next = around(vertex(known, top), low, up);
      double best = known.get(top).theta();
      next.removeIf(theta -> theta == best);
      known.addAll(values(next));
      known.sort(Comparator.comparingDouble(DualScaling::theta));
    }
    return known.get(top(known));
  }

  /** Returns the smallest theta below the best whose value is at least a target below its. */
  double reaching(double target, DualScaling best) {
    DualScaling low = DualScaling.at(at, 0);
    DualScaling high = best;
    for (int pass = 0;
        pass < MOST_PASSES && high.theta() - low.theta() > ROOT_ACCURACY * high.theta();
        pass++) {
      double rise = high.value() - low.value();
      double share = Double.isFinite(rise) && rise > 0 ? (target - low.value()) / rise : 0.5;
      double root = low.theta() + share * (high.theta() - low.theta());
      for (DualScaling found : values(around(root, low.theta(), high.theta()))) {
        if (found.value() >= target) {
          high = found.theta() < high.theta() ? found : high;
        } else {
          low = found.theta() > low.theta() ? found : low;
        }
      }
    }
    return high.theta();
  }

  private static int top(List<DualScaling> sorted) {
    int top = 0;
    for (int i = 1; i < sorted.size(); i++) {
      top = sorted.get(i).value() > sorted.get(top).value() ? i : top;
    }
    return top;
  }

  /** The vertex of the parabola through the best point and its neighbours. */
  private static double vertex(List<DualScaling> sorted, int top) {
    DualScaling b = sorted.get(top);
    if (top == 0 || top == sorted.size() - 1) {
      return b.theta();
    }
    DualScaling a = sorted.get(top - 1);
    DualScaling c = sorted.get(top + 1);
    double left = (b.value() - a.value()) / (b.theta() - a.theta());
    double right = (c.value() - b.value()) / (c.theta() - b.theta());
    double bend = (left - right) / (c.theta() - a.theta());
    double vertex = (a.theta() + b.theta()) / 2 + left / (2 * bend);
    return Double.isFinite(vertex) ? vertex : b.theta();
  }

  private static List<Double> around(double centre, double low, double high) {
    List<Double> thetas = new ArrayList<>();
    double width = high - low;
    double middle = Math.max(low, Math.min(high, centre));
    thetas.add(middle);
    double distance = width;
    for (int k = 0; k < DISTANCES; k++) {
      distance /= 10;
      thetas.add(middle - distance);
      thetas.add(middle + distance);
    }
    for (int i = 1; i < 4; i++) {
      thetas.add(low + width * i / 4);
    }
    thetas.removeIf(theta -> !(theta > low && theta < high));
    return thetas;
  }

  private List<DualScaling> values(List<Double> thetas) {
    List<Double> distinct = thetas.stream().distinct().toList();
    double[] asked = distinct.stream().mapToDouble(theta -> theta).toArray();
    List<DualScaling> found = new ArrayList<>();
    if (asked.length > 0) {
      double[] values = at.dualValues(asked);
      for (int i = 0; i < asked.length; i++) {
        found.add(new DualScaling(asked[i], values[i]));
      }
    }
    return found;
  }
}
