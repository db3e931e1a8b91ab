package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.Optional;

/**
 * A primal-dual interior-point method for small programs, to high accuracy in tens of iterations.
 *
 * <p>The nuclear norm is a semidefinite constraint with the structured Newton system of Liu and
 * Vandenberghe (2009), "Interior-point method for nuclear norm approximation with application to
 * system identification"; exact relu with one output column is a second-order cone program ({@link
 * ConeTerm}). Every iterate is judged by its certificate.
 */
public final class InteriorPointSolver implements Solver {
  /**
   * Iterations without a smaller gap, certified or on the central path, after which nothing more is
   * expected.
   */
  private static final int PATIENCE = 15;

  private final StoppingRule rule;

  /**
   * A solver with a fixed stopping rule.
   *
   * @param rule when to stop
   */
  public InteriorPointSolver(StoppingRule rule) {
    this.rule = rule;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    int columns = program.blocks().stream().mapToInt(Block::columns).max().orElseThrow();
    if (program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM && columns > 1) {
      return Acceptance.no(
          "takes the constrained nuclear norm of exact relu with one column only, found %s; use"
                  .formatted(columns)
              + " solver cone-descent");
    }
    if (!(program.beta() > 0)) {
      return Acceptance.no("needs beta > 0, found " + program.beta());
    }
    if (program.localData().isEmpty()) {
      return Acceptance.no("writes features out, but the samples are not in memory; use low-rank");
    }
    return MemoryPlan.of(program).acceptance(program.penalty());
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(rule, listener);
    Truncation zero = Truncation.none(program, Variable.zero(program.blocks()));
    Optional<Solution.Status> stop = report(monitor, 0, zero);
    if (start.totalRank() > 0 && stop.isEmpty()) {
      stop = report(monitor, 0, Truncation.none(program, start));
    }
    return monitor.solution(
        stop.isPresent() ? stop.get() : follow(program, zero.certificate(), monitor));
  }

  private Solution.Status follow(ConvexProgram program, Certificate atZero, Monitor monitor) {
    double most = atZero.norms().stream().mapToDouble(norm -> norm).max().orElseThrow();
    double beta = CentralPath.firstBeta(program, most);
    Optional<PenaltyTerms> begun = begun(program.withBeta(beta), atZero);
    if (begun.isEmpty()) {
      return monitor.stalled(
          "the gradient at zero is within rounding, so that no point of it is inside of the dual's"
              + " bounds; low-rank and projected-gradient need none");
    }
    PenaltyTerms terms = begun.get();
    CentralPath path = new CentralPath(program, terms.all(), terms.dual(), atZero.gap(), beta);
    double best = Double.POSITIVE_INFINITY;
    int sinceBest = 0;
    for (int iteration = 1; ; iteration++) {
      boolean moved = advance(path);
      Truncation reached = Truncation.none(program, terms.variable(path.unit()));
      double gap = reached.certificate().relativeGap();
      if (gap <= rule.tolerance()) {
        reached = reached.proving(program, rule.tolerance());
      }
      Optional<Solution.Status> stop = report(monitor, iteration, reached);
      double progress = Math.min(gap, path.gap());
      sinceBest = progress < 0.9 * best ? 0 : sinceBest + 1;
      best = Math.min(best, progress);
      if (stop.isPresent()) {
        return stop.get();
      }
      if (!moved) {
        return monitor.stalled(
            "the next Newton step has no length, as where rounding hides it or the loss has no"
                + " second derivative (squared-hinge); low-rank and admm need none");
      }
      if (sinceBest >= PATIENCE) {
        return monitor.stalled("the gap has not fallen by a tenth in %s steps".formatted(PATIENCE));
      }
    }
  }

  /** Begins at Z = 0; nothing where rounding leaves no dual point inside of its bounds. */
  private static Optional<PenaltyTerms> begun(ConvexProgram program, Certificate atZero) {
    try {
      return Optional.of(PenaltyTerms.of(program, atZero.norms()));
    } catch (InvalidInputException e) {
      throw e;
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Takes a step; false where rounding leaves no way on. */
  private static boolean advance(CentralPath path) {
    try {
      return path.step() > CentralPath.SHORTEST;
    } catch (ArithmeticException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<Solution.Status> report(Monitor monitor, int iteration, Truncation at) {
    return monitor.report(iteration, at.point(), at.certificate());
  }
}
