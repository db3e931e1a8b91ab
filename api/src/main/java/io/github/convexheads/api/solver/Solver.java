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
   * the status that says why the solver stopped. What the program is asked after that ends with a
   * {@link io.github.convexheads.api.kernel.StoppedException}, which is best let through: the fit
   * goes on with the best point that was reported. A plugin's solver runs on a thread of its own,
   * which is interrupted a second after a limit, and left behind after another one.
   *
   * @param program the program, one that {@link #accepts} takes
   * @param start where to start; rank 0 for a cold start
   * @param listener hears of progress
   * @return the solution
   */
  Solution solve(ConvexProgram program, Variable start, ProgressListener listener);

  /**
   * Says whether {@link #narrowed} looks for networks of few heads, so that nobody waits for an
   * optimum to hear that it does not.
   *
   * @param program the program
   * @return true if it does
   */
  default boolean narrows(ConvexProgram program) {
    return false;
  }

  /**
   * Looks for the best network of few heads, by local descents: with fewer components than the
   * optimum has the problem is not convex, and what is found need not be the best.
   *
   * @param program the program, one that {@link #accepts} takes
   * @param optimum a point that is optimal, or nearly, with more components
   * @param heads the most components u v^T of all blocks together, at least 1
   * @param listener may cancel
   * @return a point of at most so many components, also where a limit ends the search; empty where
   *     the solver does not look for any, as {@link #narrows} says
   */
  default Optional<Variable> narrowed(
      ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    return Optional.empty();
  }

  /**
   * Whether a solver takes a program, with the reason in words.
   *
   * @param accepted true if it does
   * @param reason what the program needs and what the solver offers, with figures; names bytes of
   *     memory where memory decides
   * @param bytes the memory that the solver would need beside the program's data; 0 if unknown
   */
  record Acceptance(boolean accepted, String reason, long bytes) {

    /**
     * The solver takes the program.
     *
     * @param bytes the memory that it needs
     * @return the acceptance
     */
    public static Acceptance yes(long bytes) {
      return new Acceptance(
          true, "needs " + MemoryEstimate.amount(bytes) + " beside the data", bytes);
    }

    /**
     * The solver does not take the program.
     *
     * @param reason why, and what would
     * @return the refusal
     */
    public static Acceptance no(String reason) {
      return new Acceptance(false, reason, 0);
    }

    /**
     * Accepts if some memory is available, refuses with both figures and the heap that would do
     * otherwise.
     *
     * @param bytes the memory that the solver needs
     * @param alternative what to use instead, for example {@code solver low-rank}
     * @return the answer
     */
    public static Acceptance withinHeap(long bytes, String alternative) {
      long available = MemoryEstimate.availableBytes();
      if (bytes < 0 || bytes == Long.MAX_VALUE) {
        return no(
            "needs more than 8 EiB, but there are %s; use %s"
                .formatted(MemoryEstimate.amount(available), alternative));
      }
      if (!MemoryEstimate.fits(bytes, available)) {
        return no(
            "needs %s, but there are %s; use %s or give Java a larger heap, %s"
                .formatted(
                    MemoryEstimate.amount(bytes),
                    MemoryEstimate.amount(available),
                    alternative,
                    MemoryEstimate.heapOption(bytes)));
      }
      return yes(bytes);
    }
  }
}
