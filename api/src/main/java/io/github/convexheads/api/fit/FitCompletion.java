package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.Map;

/**
 * What becomes of the point that a solver found: its proof, a network of fewer heads where that is
 * asked for, and the result with its record.
 *
 * @param configuration the completed configuration, which the models record
 * @param parts the parts of the fitter
 * @param catalog names the plugins whose promises are tried
 */
record FitCompletion(Configuration configuration, Fitter.Parts parts, PluginCatalog catalog) {

  /**
   * Proves the point of a solution, and goes on to one of few heads where {@code solver.heads}
   * asks.
   */
  FitResult of(Problem asked, Portfolio.Outcome outcome, FitRun run) {
    double betaMax = asked.betaMax(Certifier::betaMax);
    Solution found = outcome.solution();
    Problem problem = asked;
    if (found.equivalentBeta().isPresent()) {
      FitConditions.requireNoWeight(
          configuration, outcome.solver(), found.equivalentBeta().getAsDouble());
      problem = problem.withBeta(found.equivalentBeta().getAsDouble());
    }
    FitProof.Certified kept = proof().of(problem, found, run.limits());
    AllNetworks.note(problem.program(), kept.point(), kept.certificate(), run.limits())
        .ifPresent(run.listener()::noted);
    RoundingLimit.note(problem.program(), kept.point(), kept.certificate(), tolerance())
        .ifPresent(run.listener()::warned);
    FitResult all =
        new Fitted(problem, outcome, betaMax, run.began())
            .result(kept, found.judgedBy(kept.certificate(), tolerance()));
    return heads() == 0 ? all : narrowed(all, outcome, heads(), run);
  }

  /** The most heads that {@code solver.heads} asks for, 0 for as many as the optimum has. */
  int heads() {
    return StoppingRule.heads(configuration.solver().values());
  }

  /** What every result of one fit has in common. */
  private final class Fitted {
    private final Problem problem;
    private final Portfolio.Outcome outcome;
    private final double betaMax;
    private final long began;

    Fitted(Problem problem, Portfolio.Outcome outcome, double betaMax, long began) {
      this.problem = problem;
      this.outcome = outcome;
      this.betaMax = betaMax;
      this.began = began;
    }

    FitResult result(FitProof.Certified kept, Solution solution) {
      FitRecord record = new FitRecord(configuration, parts.head(), parts.kernel());
      ConvexProgram exact = problem.program().withPrecision(Precision.FLOAT64);
      int outputs = problem.program().size().outputs();
      FittedHead fitted =
          new FittedHead(
              new FittedHead.Model(
                  parts.head(), parts.loss(), problem.preprocessing(), problem.gates(), outputs),
              kept.point(),
              exact.at(kept.point()).intercept(),
              record.of(problem, solution, kept.certificate(), outcome),
              parts.kernel(),
              parts.workers());
      FittedHead head = kept.witness().map(fitted::withWitness).orElse(fitted);
      double seconds = (System.nanoTime() - began) * 1e-9;
      return new FitResult(head, problem, solution, kept.certificate(), betaMax, seconds);
    }
  }

  /**
   * Looks for the best network of few heads, given the optimum, whose lower bound it is proven by.
   * Where the search is stopped or fails without one, the optimum is the result, with a warning.
   *
   * @param outcome the solution that the optimum came from
   * @param heads the most heads, at least 1
   */
  FitResult narrowed(FitResult optimum, Portfolio.Outcome outcome, int heads, FitRun run) {
    Variable whole = optimum.head().variable();
    if (whole.totalRank() <= heads || optimum.certificate().contradiction().isPresent()) {
      return optimum;
    }
    Problem problem = optimum.problem();
    few().require(problem.program());
    Variable point;
    try {
      point = run.limits().solving(() -> few().of(problem.program(), whole, heads, run.listener()));
    } catch (StoppedException e) {
      run.listener().warned(notNarrowed(why(e.reason()), whole.totalRank(), heads));
      return optimum;
    } catch (InvalidInputException e) {
      run.listener().warned(notNarrowed(": " + e.getMessage() + ";", whole.totalRank(), heads));
      return optimum;
    }
    FitProof.Certified kept =
        proof()
            .by(problem, point, optimum.certificate())
            .withWitness(optimum.head().witness().orElse(whole));
    Solution solution =
        FewHeads.solution(optimum.solution(), kept).judgedBy(kept.certificate(), tolerance());
    return new Fitted(problem, outcome, optimum.betaMax(), run.began()).result(kept, solution);
  }

  private static String notNarrowed(String why, int rank, int heads) {
    return "no network of %s was found%s this is the optimum with all its %s heads"
        .formatted(heads == 1 ? "1 head" : heads + " heads", why, rank);
  }

  private static String why(StoppedException.Reason reason) {
    return reason == StoppedException.Reason.CANCELLED
        ? " before the cancellation:"
        : " before the limit of time, solver.time-limit; raise it:";
  }

  private FitProof proof() {
    return new FitProof(configuration, catalog, parts.kernel());
  }

  /** The solvers that look for networks of few heads. */
  FewHeads few() {
    OutsideParts outside = new OutsideParts(catalog, configuration);
    return new FewHeads(parts.solver(), outside, configuration.solver().type());
  }

  private double tolerance() {
    return StoppingRule.tolerance(configuration.solver().values(), Map.of());
  }
}
