package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
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
 * Asks solvers for the best network of few heads.
 *
 * @param configured the configured solver
 * @param catalog the solvers that an automatic choice is made from
 * @param id the configured id
 */
record FewHeads(Solver configured, PluginCatalog catalog, String id) {

  /** Returns a point of at most so many components. */
  Variable of(ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    for (Solver solver : solvers(program)) {
      Optional<Variable> found = solver.narrowed(program, optimum, heads, listener);
      if (found.isPresent()) {
        return checked(found.get(), program, heads);
      }
    }
    throw nobody();
  }

  /** Fails before anybody waits for an optimum where few heads are wanted and no solver looks. */
  void require(ConvexProgram program) {
    if (solvers(program).stream().noneMatch(solver -> solver.narrows(program))) {
      throw nobody();
    }
  }

  private List<Solver> solvers(ConvexProgram program) {
    return configured instanceof AutoSolver auto
        ? auto.suited(program).stream().map(suited -> suited.solver().solver()).toList()
        : List.of(OutsideSolver.of(catalog, id, configured));
  }

  private InvalidInputException nobody() {
    return new InvalidInputException(
        "solver %s does not look for networks of few heads of this program; solver.heads and --heads go with linear and gated-relu heads and solver low-rank or auto"
            .formatted(id));
  }

  private Variable checked(Variable found, ConvexProgram program, int heads) {
    found.requireShape(program.blocks());
    if (found.totalRank() > heads) {
      throw new InvalidInputException(
          "solver %s was asked for %s heads and returned %s"
              .formatted(id, heads, found.totalRank()));
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
