package io.github.convexheads.api.solver;

import io.github.convexheads.api.program.Variable;
import java.util.List;

/**
 * Where a solver ended. It claims nothing: a {@code Certificate} computed from the data says how far
 * from the optimum the point is.
 *
 * @param variable the best point found
 * @param status why the solver stopped
 * @param iterations the number of iterations done
 * @param seconds the time taken
 * @param history progress in order; at least one entry
 */
public record Solution(
    Variable variable, Status status, int iterations, double seconds, List<Progress> history) {

  /** Copies the history. */
  public Solution {
    history = List.copyOf(history);
  }
}
