package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.kernel.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Estimates how far a descent still has to go: the decreases of two stretches of equal length give
 * the rate, and a geometric series of that rate the rest.
 */
final class Convergence {
  private static final int STRETCH = 5;

  private final double nothing;
  private final List<Double> objectives = new ArrayList<>();

  Convergence(Precision precision) {
    this.nothing = precision == Precision.FLOAT64 ? 1e-15 : 3e-8;
  }

  void add(double objective) {
    objectives.add(objective);
  }

  /** Returns an estimate of the objective minus its local minimum. */
  double remaining() {
    int last = objectives.size() - 1;
    if (last < 2 * STRETCH) {
      return Double.POSITIVE_INFINITY;
    }
    double now = objectives.get(last);
    double recent = objectives.get(last - STRETCH) - now;
    double earlier = objectives.get(last - 2 * STRETCH) - objectives.get(last - STRETCH);
    if (ended()) {
      return 0;
    }
    double rate = recent / earlier;
    return rate < 1 ? recent * rate / (1 - rate) : Double.POSITIVE_INFINITY;
  }

  /** Says whether the last steps gained no more than rounding takes away. */
  boolean ended() {
    int last = objectives.size() - 1;
    return last >= 2 * STRETCH
        && objectives.get(last - STRETCH) - objectives.get(last)
            <= nothing * Math.abs(objectives.get(last));
  }
}
