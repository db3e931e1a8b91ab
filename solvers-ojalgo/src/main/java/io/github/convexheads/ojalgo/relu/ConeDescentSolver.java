package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.List;
import java.util.Optional;

/**
 * Exact relu with any number of outputs, by components: descend over all components at once within
 * their cones, look for components that lower the objective, add them, and go on until there are
 * none.
 *
 * <p>The penalty is a gauge of u v^T with K u &gt;= 0, so a point is optimal exactly when no such
 * component has a gain above beta (Zhang, Yu and Schuurmans, 2012). Finding the best component is
 * NP-hard and the search is local; the certificate, not the search, says what is proven.
 */
public final class ConeDescentSolver implements Solver {
  /**
   * Components added in a round, each from another cell: which of them are needed the exact descent
   * over v decides, a group lasso in which so many cost little.
   */
  private static final int MOST_NEW_COMPONENTS = 64;

  /** Relative excess of a gain over beta that counts. */
  private static final double EXCESS = 1e-7;

  /** Relative decrease of the objective that counts. */
  private static final double PROGRESS = 1e-11;

  /** Share of the heaviest component's weight below which a component is dropped. */
  private static final double NEGLIGIBLE = 1e-8;

  /** The same for components that were just added, while more will come. */
  private static final double SUPERFLUOUS = 1e-5;

  /**
   * Turns of exact descent over u and v, when new components will change both again, and near the
   * end.
   */
  private static final int FEW_TURNS = 2;

  private static final int TURNS = 10;

  /** A gain of so many beta says that new components will change everything. */
  private static final double FAR = 1.3;

  /** Relative decrease in a round below which all components descend at once too. */
  private static final double SLOW = 1e-6;

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
    if (program.penalty() != ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM) {
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
    return Acceptance.withinHeap((long) Cells.bytes(program), "fewer activation patterns");
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(rule, listener);
    Variable zero = Variable.zero(program.blocks());
    Optional<Solution.Status> stop = report(program, monitor, 0, zero);
    if (start.totalRank() > 0 && stop.isEmpty()) {
      stop = report(program, monitor, 0, FeasiblePoint.of(program, start));
    }
    Cells cells = new Cells(program);
    ComponentSearch search = new ComponentSearch(cells);
    AugmentedDescent descent =
        new AugmentedDescent(cells, () -> monitor.interrupted(0).isPresent());
    Alternation alternation = new Alternation(cells);
    ConeComponents components = ConeComponents.of(program, FeasiblePoint.of(program, start));
    double primal = cells.objective(components);
    double accuracy = COARSEST;
    for (int round = 1; stop.isEmpty(); round++) {
      List<ComponentSearch.Found> found = improvements(cells, search, components);
      boolean far = !found.isEmpty() && found.get(0).gain() > FAR * program.beta();
      ConeComponents wider = components.with(found.stream().map(search::sized).toList());
      ConeComponents best = weighted(cells, alternation, wider, far ? SUPERFLUOUS : NEGLIGIBLE);
      best = polished(cells, alternation, best, monitor, far ? FEW_TURNS : TURNS);
      if (!(cells.objective(best) < primal * (1 - SLOW))) {
        ConeComponents from = descent.from(best, accuracy);
        ConeComponents second = polished(cells, alternation, from, monitor, TURNS);
        best = cells.objective(second) < cells.objective(best) ? second : best;
      }
      double least = cells.objective(best);
      boolean idle = !(least < primal * (1 - PROGRESS));
      components = least < primal ? best : components;
      primal = Math.min(least, primal);
      stop = report(program, monitor, round, components.variable());
      if (stop.isEmpty() && idle && accuracy <= FINEST) {
        stop =
            Optional.of(
                monitor.stalled(
                    "neither a descent at the finest accuracy nor a component of another cell"
                        + " lowers the objective"));
      }
      accuracy *= idle ? 1e-2 : 1;
    }
    return monitor.solution(stop.get());
  }

  /** The best v of all components; most of those that were found turn out not to be needed. */
  private static ConeComponents weighted(
      Cells cells, Alternation alternation, ConeComponents wider, double share) {
    return wider.components().isEmpty()
        ? wider
        : inside(cells, alternation.overSecond(wider).pruned(share));
  }

  /** Alternates exact descent over u and v while it pays. */
  private static ConeComponents polished(
      Cells cells, Alternation alternation, ConeComponents rough, Monitor monitor, int turns) {
    ConeComponents components = inside(cells, rough);
    double before = cells.objective(components);
    for (int turn = 0; turn < turns && !components.components().isEmpty(); turn++) {
      ConeComponents next = inside(cells, alternation.overFirst(components));
      next = next.components().isEmpty() ? next : alternation.overSecond(next).pruned(NEGLIGIBLE);
      double after = cells.objective(next);
      if (!(after < before)) {
        return components;
      }
      boolean settled = after > before * (1 - PROGRESS);
      components = next;
      before = after;
      if (settled || monitor.interrupted(0).isPresent()) {
        return components;
      }
    }
    return components;
  }

  private static List<ComponentSearch.Found> improvements(
      Cells cells, ComponentSearch search, ConeComponents components) {
    return search.above(
        cells.at(components).residual(),
        cells.program().beta() * (1 + EXCESS),
        MOST_NEW_COMPONENTS);
  }

  private static ConeComponents inside(Cells cells, ConeComponents components) {
    Variable kept = components.pruned(NEGLIGIBLE).variable();
    return ConeComponents.of(cells.program(), FeasiblePoint.of(cells.program(), kept));
  }

  private static Optional<Solution.Status> report(
      ConvexProgram program, Monitor monitor, int round, Variable point) {
    Certificate certificate = Certifier.certify(program, point);
    return monitor.report(round, point, certificate);
  }
}
