package io.github.convexheads.api.fit;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;

/**
 * What a fit asks of the point it starts from and of the solvers that go on with its problem.
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

  /** A point may come from a file, which says of itself that it belongs to this fit. */
  static void requireStart(ConvexProgram program, Variable from) {
    try {
      from.requireShape(program.blocks());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "the point to start from belongs to another program: " + e.getMessage(), e);
    }
    double loss = program.at(from).loss();
    if (!Double.isFinite(loss)) {
      throw new InvalidInputException(
          "the point to start from has a loss of %s; start from zero or from a point of this fit"
              .formatted(loss));
    }
  }

  /** A solver that finds beta cannot also be given one. */
  static void requireNoWeight(Configuration configuration, String solver, double beta) {
    Configuration.PenaltyWeight weight = configuration.weight();
    if (weight.chosen()) {
      throw new InvalidInputException(
          "%s = %s was asked for, but solver %s was set to solve another form of the program, which"
                  .formatted(weight.key(), weight.value(), solver)
              + " gives its own beta (%.6g); leave out beta and beta-fraction, or that setting of"
                  .formatted(beta)
              + " the solver");
    }
  }
}
