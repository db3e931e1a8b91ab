package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
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
 * Exact relu with any number of outputs, by components: descend over all components at once within
 * their cones, look for components that lower the objective, add them, and go on until there are
 * none.
 *
 * <p>The penalty is a gauge of u v^T with K u &gt;= 0, so a point is optimal exactly when no such
 * component has a gain above beta (Zhang, Yu and Schuurmans, 2012). Finding the best component is
 * NP-hard and the search is local; the certificate, not the search, says what is proven.
 */
public final class ConeDescentSolver implements Solver {
  private static final int MOST_NEW_COMPONENTS = 8;

  /** Relative excess of a gain over beta that counts. */
  private static final double EXCESS = 1e-7;

  /** Relative decrease of the objective that counts. */
  private static final double PROGRESS = 1e-11;

  /** Share of the heaviest component's weight below which a component is dropped. */
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
    if (program.intercept()) {
      return Acceptance.no(
          "takes outputs without an intercept; append a feature of ones (preprocess.bias = true) or"
              + " use head.activation = gated-relu");
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
    ComponentSearch search = new ComponentSearch(program, cones);
    AugmentedDescent descent =
        new AugmentedDescent(program, cones, () -> monitor.interrupted(0).isPresent());
    Alternation alternation = new Alternation(program, cones);
    ConeComponents components = ConeComponents.of(program, FeasiblePoint.of(program, start));
    double primal = objective(program, components);
    double accuracy = COARSEST;
    for (int round = 1; stop.isEmpty(); round++) {
      List<ComponentSearch.Found> found = improvements(program, search, components);
      ConeComponents wider = components.with(found.stream().map(search::sized).toList());
      ConeComponents first = polished(program, alternation, wider, monitor);
      ConeComponents second =
          polished(program, alternation, descent.from(first, accuracy), monitor);
      ConeComponents best = objective(program, second) < objective(program, first) ? second : first;
      double least = objective(program, best);
      boolean idle = !(least < primal * (1 - PROGRESS));
      components = least < primal ? best : components;
      primal = Math.min(least, primal);
      stop = report(program, monitor, round, components.variable());
      if (stop.isEmpty() && idle && accuracy <= FINEST) {
        stop = Optional.of(Status.STALLED);
      }
      accuracy *= idle ? 1e-2 : 1;
    }
    return monitor.solution(stop.get());
  }

  /** Alternates exact descent over u and v while it pays. */
  private static ConeComponents polished(
      ConvexProgram program, Alternation alternation, ConeComponents rough, Monitor monitor) {
    ConeComponents components = inside(program, rough);
    double before = objective(program, components);
    for (int turn = 0; turn < TURNS && !components.components().isEmpty(); turn++) {
      ConeComponents next = inside(program, alternation.overFirst(components));
      next = next.components().isEmpty() ? next : alternation.overSecond(next).pruned(NEGLIGIBLE);
      double after = objective(program, next);
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

  private static double objective(ConvexProgram program, ConeComponents components) {
    double weight =
        components.components().stream().mapToDouble(ConeComponents.Component::weight).sum();
    return program.at(components.variable()).loss() + program.beta() * weight;
  }

  private static List<ComponentSearch.Found> improvements(
      ConvexProgram program, ComponentSearch search, ConeComponents components) {
    return search.above(
        program.at(components.variable()), program.beta() * (1 + EXCESS), MOST_NEW_COMPONENTS);
  }

  private static ConeComponents inside(ConvexProgram program, ConeComponents components) {
    Variable kept = components.pruned(NEGLIGIBLE).variable();
    return ConeComponents.of(program, FeasiblePoint.of(program, kept));
  }

  private static Optional<Status> report(
      ConvexProgram program, Monitor monitor, int round, Variable point) {
    Certificate certificate = Certifier.certify(program, point);
    return monitor.report(round, point, certificate);
  }
}
