package io.github.convexheads.api.fit;

import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.solver.Solution;

/**
 * What a fit asks of the solvers that go on with its problem.
 *
 * @param outside names the plugin that breaks its contract
 * @param problem the problem
 */
record FitConditions(OutsideParts outside, Problem problem) implements Portfolio.Conditions {
  @Override
  public boolean fits(ChosenSolver solver) {
    long tokens = problem.data().tokenBytes();
    return SolverSearch.estimate(solver, problem.program(), tokens).fits();
  }

  @Override
  public void require(String solver, Solution solution) {
    outside.requireSolution(solver, solution, problem);
  }
}
