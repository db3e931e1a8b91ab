package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.PointEvaluation;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Solution;
import java.util.List;
import java.util.Optional;

/**
 * One solve: inspect the point, add components along the leading singular pairs of its gradient,
 * descend over all factors, and inspect again, until the tolerance is proven.
 */
final class GrowAndDescend {
  private final ConvexProgram program;
  private final LowRankSettings settings;
  private final LowRankPolicy policy;
  private final Monitor monitor;
  private final Components components;
  private final FeatureCurvatures features;
  private final GapEstimate gap;
  private Precision precision;
  private double aim;
  private Variable point;
  private int wanted;
  private int bounded;
  private Inspection inspection;
  private List<Matrix> directions = List.of();
  private boolean grew;
  private boolean joined;
  private Optional<DescentState> descent = Optional.empty();
  private Descent.End end;
  private Optional<Solution.Status> stop = Optional.empty();

  GrowAndDescend(
      ConvexProgram given, LowRankSettings settings, LowRankPolicy policy, Monitor monitor) {
    this.program = given.withPrecision(Precision.FLOAT64);
    this.settings = settings;
    this.policy = policy;
    this.monitor = monitor;
    this.components = new Components(program, policy.worthwhile());
    this.features = new FeatureCurvatures(program, policy.costlySearch());
    this.gap = new GapEstimate(program);
    this.precision = policy.firstPrecision(program, settings.arithmetic());
    this.aim = Math.max(policy.lastAim(), policy.firstAim() * settings.rule().tolerance());
  }

  Solution run(Variable start) {
    return run(start, 0);
  }

  /** Goes on from a point that some iterations have led to. */
  Solution run(Variable start, int iterations) {
    begin(start, iterations);
    inspect(false);
    warnOfZero();
    while (stop.isEmpty()) {
      double before = monitor.bestPrimal();
      addComponents();
      descend();
      if (stop.isEmpty()) {
        double open = openGap();
        wanted = wantedPairs();
        inspect(end.exhausted() && inLastPrecision());
        boolean fell = before - monitor.bestPrimal() > policy.fallen() * openGap();
        tighten((grew && fell) || openGap() < 0.9 * open);
      }
    }
    return monitor.solution(stop.get());
  }

  private void begin(Variable start, int iterations) {
    point = components.rescaled(start);
    wanted = point.totalRank() == 0 ? settings.initialComponents() : settings.componentsAdded();
    end = new Descent.End(iterations, Optional.empty(), false);
  }

  /**
   * Finds the leading pairs of the gradient. Norms are bounded where the pairs let the tolerance be
   * proven, where bounding them costs little or nothing else is left, and in a long solve now and
   * then, so that whoever ends it knows how far it came.
   */
  private void inspect(boolean forCertain) {
    double tolerance = policy.proofShare() * settings.rule().tolerance();
    PointEvaluation here = PointEvaluation.of(program, point, tolerance);
    PointEvaluation.CertifiedGradient found =
        here.certified(
            wanted,
            forCertain || !policy.normsAreCostly(program) || boundIsDue(),
            () -> monitor.interrupted(end.iterations()).isPresent(),
            directions);
    directions = found.directions();
    stop =
        found
            .certificate()
            .map(proof -> monitor.report(end.iterations(), point, proof))
            .orElseGet(() -> monitor.report(end.iterations(), point, here.primal()));
    bounded = found.certificate().isPresent() ? end.iterations() : bounded;
    boolean ended = stop.isPresent();
    inspection = new Inspection(here, ended ? found.pairs() : leading(here, found.pairs()));
  }

  private boolean boundIsDue() {
    return end.iterations() - bounded >= policy.unbounded();
  }

  /**
   * Asks for more pairs while all that came are nearly equal: a singular value of some multiplicity
   * needs as many components, and a descent over fewer would only end on a saddle.
   */
  private List<SingularPairs> leading(PointEvaluation here, List<SingularPairs> some) {
    int most = components.most(point, settings.memory());
    List<SingularPairs> found = some.isEmpty() ? here.pairs(precision, wanted) : some;
    while (wanted < most
        && components.cluster(found, wanted)
        && monitor.interrupted(end.iterations()).isEmpty()) {
      wanted = Math.min(most, 2 * wanted);
      found = here.pairs(precision, wanted);
    }
    return found;
  }

  /** Adds the leading pairs above beta; a few join the descent on its way, many begin another. */
  private void addComponents() {
    Variable before = point;
    Variable wider =
        components.added(
            inspection.evaluation(), inspection.pairs(), policy.mostAdded(program, wanted));
    grew = wider.totalRank() > before.totalRank();
    joined = joins(before, wider);
    if (joined) {
      descent.orElseThrow().join(wider);
      return;
    }
    descent = Optional.empty(); // Lets go of its memory before the next takes as much.
    DescentState fresh =
        new DescentState(program, precision, policy, features, settings.memory(), wider);
    if (grew) {
      fresh.settle();
    }
    descent = Optional.of(fresh);
  }

  private boolean joins(Variable before, Variable wider) {
    return descent.isPresent()
        && descent.get().precision() == precision
        && wider.totalRank() - before.totalRank() <= policy.few() * before.totalRank();
  }

  /** Descends over the factors of all components, until new ones promise more than going on. */
  private void descend() {
    DescentState state = descent.orElseThrow();
    Descent.Goal goal =
        new Descent.Goal(
            aim,
            grew && !policy.searchIsCostly(program) ? policy.remaining() : 0,
            grew && joined ? policy.joined() * inspection.excess(program.beta()) : 0);
    end = new Descent(state, policy, gap, monitor).run(goal, end.iterations());
    if (end.stop().isEmpty()) {
      state.drop();
      state.scale();
    }
    point = state.point();
    stop = end.stop();
    if (stop.isPresent()) {
      monitor.report(end.iterations(), point, program.primal(point));
    }
  }

  /**
   * Asks more of the next descent where the last began without new components or could not go on;
   * stops where there is no more to ask for.
   */
  private void tighten(boolean gained) {
    if (stop.isPresent() || (grew && (!end.exhausted() || gained))) {
      return;
    }
    if (end.exhausted() || aim <= policy.lastAim()) {
      if (inLastPrecision() && !gained) {
        stop =
            Optional.of(
                monitor.stalled(
                    "no step in double precision lowers the objective, and no component that is"
                        + " added does"));
        return;
      }
      precision = inLastPrecision() ? precision : Precision.FLOAT64;
    }
    aim = Math.max(policy.lastAim(), aim / 2);
  }

  /**
   * How many pairs are worth estimating: twice those found above beta, and as many as there are
   * components if all were.
   */
  private int wantedPairs() {
    int above = inspection.above(program.beta());
    boolean all = above >= wanted || !policy.normsAreCostly(program);
    return Math.max(settings.componentsAdded(), all ? point.totalRank() : 2 * above);
  }

  /** What may still be gained, by the proven bound, or where there is none yet by the pairs. */
  private double openGap() {
    double proven = monitor.bestPrimal() - monitor.bestDual();
    return proven < Double.POSITIVE_INFINITY
        ? proven
        : inspection.excess(program.beta()) * Math.abs(monitor.bestPrimal());
  }

  private boolean inLastPrecision() {
    return precision == Precision.FLOAT64
        || settings.arithmetic() == LowRankSettings.Arithmetic.FLOAT32;
  }

  private void warnOfZero() {
    if (point.totalRank() == 0 && inspection.largest() <= program.beta()) {
      monitor.warn("beta is at least beta_max: the solution is zero");
    }
  }
}
