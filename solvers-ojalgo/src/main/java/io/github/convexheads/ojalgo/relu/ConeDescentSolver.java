package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.FeasiblePoint;
import io.github.convexheads.api.program.Penalty;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Acceptance;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.Status;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;
import java.util.Optional;

/**
 * Exact relu with any number of outputs, by heads: descend over all heads at once within their
 * cones, look for heads that lower the objective, add them, and go on until there are none.
 *
 * <p>The penalty is a gauge of u v^T with K u &gt;= 0, so a point is optimal exactly when no such
 * head has a gain above beta (Zhang, Yu and Schuurmans, 2012). Finding the best head is NP-hard and
 * the search is local; the certificate, not the search, says what is proven.
 */
public final class ConeDescentSolver implements Solver {
  private static final int MOST_NEW_HEADS = 8;

  /** Relative excess of a gain over beta that counts. */
  private static final double EXCESS = 1e-7;

  /** Relative decrease of the objective that counts. */
  private static final double PROGRESS = 1e-11;

  /** Share of the heaviest head's weight below which a head is dropped. */
  private static final double NEGLIGIBLE = 1e-8;

  private static final int TURNS = 10;

  /** Accuracy of local descent at first, and when nothing else helps any more. */
  private static final double COARSEST = 1e-4;

  private static final double FINEST = 1e-8;

  private final StoppingRule rule;

  /**
   * A solver with a fixed stopping rule.
   *
   * @param rule when to stop
   */
  public ConeDescentSolver(StoppingRule rule) {
    this.rule = rule;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    if (program.penalty() != Penalty.CONSTRAINED_NUCLEAR_NORM) {
      return Acceptance.no(
          "takes the constrained nuclear norm of exact relu, not the nuclear norm; use interior-point"
              + " or low-rank");
    }
    if (program.localData().isEmpty()) {
      return Acceptance.no(
          "needs the cones of activation patterns, and with them samples in memory");
    }
    if (!(program.beta() > 0) && Certifier.betaMax(program) > 0) {
      return Acceptance.no(
          "needs beta > 0, found %s; without it no bound can be proven".formatted(program.beta()));
    }
    double inequalities =
        program.localData().flatMap(data -> data.cone(0)).orElseThrow().inequalities();
    double values = 0;
    for (Block block : program.blocks()) {
      values += (2 * inequalities + 4.0 * block.columns()) * block.rows();
    }
    return Acceptance.withinHeap((long) (8 * values), "fewer activation patterns");
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(rule, listener);
    Variable zero = Variable.zero(program.blocks());
    Optional<Status> stop = report(program, monitor, 0, zero);
    if (start.totalRank() > 0 && stop.isEmpty()) {
      stop = report(program, monitor, 0, FeasiblePoint.of(program, start));
    }
    Cones cones = new Cones(program);
    HeadSearch search = new HeadSearch(program, cones);
    AugmentedDescent descent =
        new AugmentedDescent(program, cones, () -> monitor.interrupted(0).isPresent());
    Alternation alternation = new Alternation(program, cones);
    ConeHeads heads = ConeHeads.of(program, FeasiblePoint.of(program, start));
    double primal = objective(program, heads);
    double accuracy = COARSEST;
    for (int round = 1; stop.isEmpty(); round++) {
      List<HeadSearch.Found> found = improvements(program, search, heads);
      ConeHeads wider = heads.with(found.stream().map(search::sized).toList());
      ConeHeads first = polished(program, alternation, wider, monitor);
      ConeHeads second = polished(program, alternation, descent.from(first, accuracy), monitor);
      ConeHeads best = objective(program, second) < objective(program, first) ? second : first;
      double least = objective(program, best);
      boolean idle = !(least < primal * (1 - PROGRESS));
      heads = least < primal ? best : heads;
      primal = Math.min(least, primal);
      stop = report(program, monitor, round, heads.variable());
      if (stop.isEmpty() && idle && accuracy <= FINEST) {
        stop = Optional.of(Status.STALLED);
      }
      accuracy *= idle ? 1e-2 : 1;
    }
    return monitor.solution(stop.get());
  }

  /** Alternates exact descent over u and v while it pays. */
  private static ConeHeads polished(
      ConvexProgram program, Alternation alternation, ConeHeads rough, Monitor monitor) {
    ConeHeads heads = inside(program, rough);
    double before = objective(program, heads);
    for (int turn = 0; turn < TURNS && !heads.heads().isEmpty(); turn++) {
      ConeHeads next = inside(program, alternation.overFirst(heads));
      next = next.heads().isEmpty() ? next : alternation.overSecond(next).pruned(NEGLIGIBLE);
      double after = objective(program, next);
      if (!(after < before)) {
        return heads;
      }
      boolean settled = after > before * (1 - PROGRESS);
      heads = next;
      before = after;
      if (settled || monitor.interrupted(0).isPresent()) {
        return heads;
      }
    }
    return heads;
  }

  private static double objective(ConvexProgram program, ConeHeads heads) {
    double weight = heads.heads().stream().mapToDouble(ConeHeads.Head::weight).sum();
    return program.at(heads.variable()).loss() + program.beta() * weight;
  }

  private static List<HeadSearch.Found> improvements(
      ConvexProgram program, HeadSearch search, ConeHeads heads) {
    return search.above(
        program.at(heads.variable()), program.beta() * (1 + EXCESS), MOST_NEW_HEADS);
  }

  private static ConeHeads inside(ConvexProgram program, ConeHeads heads) {
    Variable kept = heads.pruned(NEGLIGIBLE).variable();
    return ConeHeads.of(program, FeasiblePoint.of(program, kept));
  }

  private static Optional<Status> report(
      ConvexProgram program, Monitor monitor, int round, Variable point) {
    Certificate certificate = Certifier.certify(program, point);
    return monitor.report(round, point, certificate);
  }
}
