package io.github.convexheads.api.solver;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Solves convex programs. Immutable: its settings are fixed when it is created, and nothing is kept
 * between calls, so that one solver may be used by several threads.
 */
@API(status = API.Status.STABLE)
public interface Solver {

  /**
   * Says whether this solver takes a program, before any work is done.
   *
   * @param program the program
   * @return the answer with its reason
   */
  Acceptance accepts(ConvexProgram program);

  /**
   * Solves a program. Limits and cancellation are no errors: the best point found comes back with
   * the status that says why the solver stopped.
   *
   * @param program the program, one that {@link #accepts} takes
   * @param start where to start; rank 0 for a cold start
   * @param listener hears of progress
   * @return the solution
   */
  Solution solve(ConvexProgram program, Variable start, ProgressListener listener);

  /**
   * Looks for the best network of few heads, by local descents: with fewer components than the
   * optimum has the problem is not convex, and what is found need not be the best.
   *
   * @param program the program, one that {@link #accepts} takes
   * @param optimum a point that is optimal, or nearly, with more components
   * @param heads the most components u v^T of all blocks together, at least 1
   * @param listener may cancel
   * @return a point of at most so many components; empty where the solver does not look for any
   */
  default Optional<Variable> narrowed(
      ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    return Optional.empty();
  }
}
