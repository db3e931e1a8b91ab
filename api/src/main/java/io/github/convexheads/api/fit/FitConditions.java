package io.github.convexheads.api.fit;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import java.util.Locale;
import java.util.Optional;

/**
 * What a fit asks of the point it starts from and of the solvers that go on with its problem.
 *
 * @param outside names the plugin that breaks its contract
 * @param problem the problem
 */
record FitConditions(OutsideParts outside, Problem problem) implements Portfolio.Conditions {
  /** Of a beta_max so many times its rounding error, nothing is left that could be proven. */
  private static final double MOST_ROUNDING = 4;

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

  /** Says why the best head is zero, where it is. */
  static Optional<String> zero(double beta, double betaMax) {
    if (betaMax == 0) {
      return Optional.of(
          "beta_max is 0: no feature of this head tells the targets apart, as where there is one class"
              + " or all tokens are 0, and the best head is zero whatever beta is");
    }
    return beta < betaMax
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "beta = %.6g is at least beta_max = %.6g: the solution is zero; choose a smaller beta",
                beta,
                betaMax));
  }

  /**
   * Refuses a beta of at most a beta_max that is nothing but rounding: the best head is then zero,
   * and no solver can prove it, nor anyone again whose sums are rounded otherwise.
   */
  static void requireTold(ConvexProgram program, double betaMax) {
    double beta = program.beta();
    if (!(beta > 0 && beta <= betaMax)) {
      return;
    }
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    double error = exact.at(Variable.zero(exact.blocks())).gradientError();
    if (betaMax <= MOST_ROUNDING * error) {
      throw new InvalidInputException(
          "no feature of this head tells the targets apart, as where all samples are alike: beta_max is"
              + String.format(
                  Locale.ROOT,
                  " %.2g, of which %.2g may be rounding, and the best head is zero; look at the tokens, or",
                  betaMax,
                  error)
              + " set a larger beta to get it");
    }
  }

  /** A solver that finds beta cannot also be given one. */
  static void requireNoWeight(Configuration configuration, String solver, double beta) {
    Configuration.PenaltyWeight weight = configuration.weight();
    if (weight.chosen()) {
      throw new InvalidInputException(
          "%s = %s was asked for, but solver %s was set to solve another form of the program, which"
                  .formatted(weight.key(), weight.value(), solver)
              + String.format(
                  Locale.ROOT,
                  " gives its own beta (%.6g); leave out beta and beta-fraction, or that setting of",
                  beta)
              + " the solver");
    }
  }
}
