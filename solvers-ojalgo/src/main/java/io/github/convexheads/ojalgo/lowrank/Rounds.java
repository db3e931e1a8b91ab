package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.Examination;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Status;
import java.util.Optional;

/** One solve: examine, add heads, descend, and again. */
final class Rounds {
  /** The gap that the first descent aims at, as a share of the tolerance. */
  private static final double FIRST_AIM = 0.4;

  /** No gap below this is aimed at. */
  private static final double LAST_AIM = 1e-16;

  /** Products for one head from which single precision is worth its limits. */
  private static final double LARGE = 5e7;

  private final ConvexProgram exact;
  private final LowRankSettings settings;
  private final Monitor monitor;
  private final Heads heads;
  private final FeatureCurvatures features;
  private Precision precision;
  private double aim;
  private int iteration;

  Rounds(ConvexProgram program, LowRankSettings settings, Monitor monitor) {
    this.exact = program.withPrecision(Precision.FLOAT64);
    this.settings = settings;
    this.monitor = monitor;
    this.heads = new Heads(exact);
    this.features = new FeatureCurvatures(exact);
    this.precision = firstPrecision();
    this.aim = Math.max(LAST_AIM, FIRST_AIM * settings.rule().tolerance());
  }

  Solution run(Variable start) {
    Variable z = heads.rescaled(start);
    Examination examination = examine(z, settings.initialHeads());
    Optional<Status> stop = report(z, examination);
    warnOfZero(z, examination);
    int most = z.totalRank() == 0 ? settings.initialHeads() : settings.headsAdded();
    while (stop.isEmpty()) {
      Variable grown = heads.grown(z, exact.outputs(z), examination, most);
      boolean grew = grown.totalRank() > z.totalRank();
      Variable ready = grew ? descent().settled(grown, iteration) : grown;
      Descent.End end = descent().run(ready, aim, iteration);
      iteration = end.iterations();
      z = end.point().balanced(exact.kernel(), 1e-13);
      if (end.stop().isPresent()) {
        monitor.report(iteration, z, exact.primal(z), Double.NEGATIVE_INFINITY);
        return monitor.solution(end.stop().get());
      }
      double gapBefore = examination.certificate().gap();
      examination = examine(z, settings.headsAdded());
      stop = report(z, examination);
      if (stop.isEmpty() && !grew) {
        stop = refine(end, examination.certificate().gap() < 0.9 * gapBefore);
      }
      most = settings.headsAdded();
    }
    return monitor.solution(stop.get());
  }

  /** Asks for more of the next descent; says so if there is no more to ask for. */
  private Optional<Status> refine(Descent.End end, boolean gained) {
    if (end.exhausted() || aim <= LAST_AIM) {
      boolean last =
          precision == Precision.FLOAT64
              || settings.arithmetic() == LowRankSettings.Arithmetic.FLOAT32;
      if (last && !gained) {
        return Optional.of(Status.STALLED);
      }
      precision = last ? precision : Precision.FLOAT64;
    }
    aim = Math.max(LAST_AIM, aim / 4);
    return Optional.empty();
  }

  private Descent descent() {
    return new Descent(exact, precision, settings.memory(), monitor, features);
  }

  private Examination examine(Variable z, int pairs) {
    return Examination.of(
        exact,
        z,
        settings.rule().tolerance(),
        pairs,
        () -> monitor.interrupted(iteration).isPresent());
  }

  private Optional<Status> report(Variable z, Examination examination) {
    return monitor.report(
        iteration, z, examination.certificate().primal(), examination.certificate().dual());
  }

  private void warnOfZero(Variable z, Examination examination) {
    boolean within =
        examination.certificate().norms().stream().allMatch(norm -> norm <= exact.beta());
    if (z.totalRank() == 0 && within) {
      monitor.warn("beta exceeds beta_max: the solution is zero");
    }
  }

  private Precision firstPrecision() {
    double work = 0;
    for (Block block : exact.blocks()) {
      work += (double) exact.rows() * block.columns() + block.rows();
    }
    return switch (settings.arithmetic()) {
      case FLOAT32 -> Precision.FLOAT32;
      case FLOAT64 -> Precision.FLOAT64;
      case AUTO -> work > LARGE ? Precision.FLOAT32 : Precision.FLOAT64;
    };
  }
}
