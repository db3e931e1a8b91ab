package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks solvers for the best network of few heads. One that fails keeps no other from being asked.
 *
 * @param configured the configured solver
 * @param outside names the plugin that fails
 * @param id the configured id
 */
record FewHeads(Solver configured, OutsideParts outside, String id) {

  /**
   * Returns a point of at most so many components.
   *
   * @throws InvalidInputException if none was found; says what each solver that failed did
   */
  Variable of(ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    List<String> failures = new ArrayList<>();
    for (ChosenSolver each : solvers(program)) {
      try {
        Optional<Variable> found = each.solver().narrowed(program, optimum, heads, listener);
        if (found == null || found.isPresent()) {
          Variable point = found == null ? null : found.get();
          outside.requirePoint(each.id(), "narrowed()", point, program.blocks());
          return checked(each.id(), point, heads);
        }
      } catch (StoppedException e) {
        throw e;
      } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
        failures.add(failure(e));
      }
    }
    throw failures.isEmpty() ? nobody() : new InvalidInputException(String.join("; ", failures));
  }

  /** What a plugin did, in words; whatever else was thrown is a defect and passes. */
  private String failure(Throwable thrown) {
    if (thrown instanceof InvalidInputException named) {
      return named.getMessage();
    }
    Optional<InvalidInputException> named = outside.catalog().failure(thrown);
    if (named.isEmpty() && thrown instanceof Error error) {
      throw error;
    }
    return named.orElseThrow(() -> (RuntimeException) thrown).getMessage();
  }

  /** Fails before anybody waits for an optimum where few heads are wanted and no solver looks. */
  void require(ConvexProgram program) {
    if (solvers(program).stream().noneMatch(each -> each.solver().narrows(program))) {
      throw nobody();
    }
  }

  private List<ChosenSolver> solvers(ConvexProgram program) {
    return configured instanceof AutoSolver auto
        ? auto.suited(program).stream().map(AutoSolver.Suited::solver).toList()
        : List.of(
            new ChosenSolver(
                id,
                OutsideSolver.of(outside.catalog(), id, configured),
                Solver.Acceptance.no("not asked")));
  }

  private InvalidInputException nobody() {
    return new InvalidInputException(
        "solver %s does not look for networks of few heads of this program; solver.heads and --heads go with linear and gated-relu heads and solver low-rank or auto"
            .formatted(id));
  }

  private static Variable checked(String solver, Variable found, int heads) {
    if (found.totalRank() > heads) {
      throw new InvalidInputException(
          "solver %s was asked for %s heads and returned %s"
              .formatted(solver, heads, found.totalRank()));
    }
    return found;
  }

  /** Returns the solution of a fit whose network has fewer heads than its optimum. */
  static Solution solution(Solution optimum, FitProof.Certified kept) {
    List<Progress> history = new ArrayList<>(optimum.history());
    Certificate proof = kept.certificate();
    history.add(
        new Progress(
            optimum.iterations(),
            optimum.seconds(),
            proof.primal(),
            proof.dual(),
            kept.point().totalRank()));
    boolean solved = optimum.status() == Solution.Status.SOLVED;
    return new Solution(
        kept.point(),
        solved ? Solution.Status.HEAD_LIMIT : optimum.status(),
        optimum.iterations(),
        optimum.seconds(),
        history,
        optimum.equivalentBeta(),
        optimum.bound());
  }
}
