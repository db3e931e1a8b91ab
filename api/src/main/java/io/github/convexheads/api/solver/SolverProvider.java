package io.github.convexheads.api.solver;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/** Describes and creates a {@link Solver}; found by {@link java.util.ServiceLoader}. */
@API(status = API.Status.STABLE)
public interface SolverProvider extends Provider<Solver> {

  /**
   * Returns how much {@code solver.type = auto} prefers this solver among those that take a
   * program; the highest wins. A solver that should only be used by name returns 0.
   *
   * @param program the program to solve
   * @return a preference of at least 0
   */
  default double preference(ConvexProgram program) {
    return 0;
  }

  /**
   * Returns which program features the solver takes, in words for {@code convex-heads plugins}.
   *
   * @return for example {@code nuclear norm; any loss; any size}
   */
  default String capabilities() {
    return "see accepts()";
  }
}
