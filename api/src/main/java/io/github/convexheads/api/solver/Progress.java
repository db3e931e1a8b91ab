package io.github.convexheads.api.solver;

import org.apiguardian.api.API;

/**
 * What a solver knows after an iteration.
 *
 * @param iteration the number of finished iterations
 * @param seconds the time since the solver started
 * @param primal the objective at the current point
 * @param dual the best proven lower bound so far; negative infinity before the first
 * @param rank the total rank of the current point
 */
@API(status = API.Status.STABLE)
public record Progress(int iteration, double seconds, double primal, double dual, int rank) {

  /**
   * Returns primal - dual.
   *
   * @return the proven distance to the optimum; positive infinity before the first bound
   */
  public double gap() {
    return primal - dual;
  }

  /**
   * Returns the gap relative to the objective.
   *
   * @return (primal - dual) / max(1e-12, |primal|)
   */
  public double relativeGap() {
    return gap() / Math.max(1e-12, Math.abs(primal));
  }
}
