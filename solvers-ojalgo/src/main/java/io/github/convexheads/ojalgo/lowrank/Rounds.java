package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.Examination;
import io.github.convexheads.api.certificate.Prospect;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One solve: examine, add heads, descend, and again. */
final class Rounds {
  /** The gap that the first descent aims at, as a share of the tolerance. */
  private static final double FIRST_AIM = 0.6;

  /** Blocks with a smaller side up to this are certified exactly. */
  private static final int EXACT_SIDE = 128;

  /** What may remain of the gain of a round that began with new heads. */
  private static final double SHARE = 0.05;

  /** The share of the tolerance that bounds are made to prove, so that a second proof holds too. */
  private static final double PROOF_SHARE = 0.9;

  /** New heads that are at most this share of the others join a descent on its way. */
  private static final double FEW = 0.25;

  /** The share of the last excess at which a descent that heads have joined is looked at again. */
  private static final double WITHIN = 0.5;

  /** No gap below this is aimed at. */
  private static final double LAST_AIM = 1e-16;

  /** Products for one head from which single precision is worth its limits. */
  private static final double LARGE = 1e6;

  private final ConvexProgram exact;
  private final LowRankSettings settings;
  private final Monitor monitor;
  private final Heads heads;
  private final FeatureCurvatures features;
  private final GapEstimate gap;
  private DescentState course;
  private Precision precision;
  private double aim;
  private int iteration;

  Rounds(ConvexProgram program, LowRankSettings settings, Monitor monitor) {
    this.exact = program.withPrecision(Precision.FLOAT64);
    this.settings = settings;
    this.monitor = monitor;
    this.heads = new Heads(exact);
    this.features = new FeatureCurvatures(exact);
    this.gap = new GapEstimate(exact);
    this.precision = firstPrecision();
    this.aim = Math.max(LAST_AIM, FIRST_AIM * settings.rule().tolerance());
  }

  Solution run(Variable start) {
    Variable z = heads.rescaled(start);
    int most = z.totalRank() == 0 ? settings.initialHeads() : settings.headsAdded();
    Look look = look(z, most, false);
    warnOfZero(z, look);
    Optional<Status> stop = look.stop;
    while (stop.isEmpty()) {
      Variable grown = heads.grown(z, look.prospect, look.pairs, most);
      boolean grew = grown.totalRank() > z.totalRank();
      boolean joins = course != null && course.precision() == precision && few(z, grown);
      begin(grown, grew, joins);
      double share = grew && !huge() ? SHARE : 0;
      double excess = joins && grew ? WITHIN * look.excess(z, exact.beta()) : 0;
      Descent.End end =
          new Descent(course, gap, monitor).run(new Descent.Goal(aim, share, excess), iteration);
      iteration = end.iterations();
      z = end.point();
      if (end.stop().isPresent()) {
        monitor.report(iteration, z, exact.primal(z));
        return monitor.solution(end.stop().get());
      }
      double gapBefore = monitor.bestPrimal() - monitor.bestDual();
      most = wanted(look, most, z.totalRank());
      look = look(z, most, huge() || (end.exhausted() && inLastPrecision()));
      stop = look.stop;
      boolean gained = monitor.bestPrimal() - monitor.bestDual() < 0.9 * gapBefore;
      if (stop.isEmpty() && (!grew || (end.exhausted() && !gained))) {
        stop = refine(end, gained);
      }
    }
    return monitor.solution(stop.get());
  }

  /** What was found at a point: leading pairs of its gradient, and whether to stop. */
  private record Look(Prospect prospect, List<SingularPairs> pairs, Optional<Status> stop) {

    /** Returns the relative gap that the largest norm leaves open, to first order. */
    double excess(Variable z, double beta) {
      double over = Heads.largest(pairs) / beta - 1;
      return Math.max(0, over) * beta * Heads.size(z) / Math.abs(prospect.primal());
    }
  }

  /**
   * Bounds the norms of the gradient where they look small enough, or {@code anyway}; where they
   * are known to be too large, their estimate must do. After the few and long descents of huge
   * blocks they are most often small enough, and the estimate would be in vain.
   */
  private Look look(Variable z, int count, boolean anyway) {
    Prospect prospect = Prospect.of(exact, z, PROOF_SHARE * settings.rule().tolerance());
    if (large() && !anyway) {
      List<SingularPairs> estimates = prospect.pairs(precision, count);
      if (Heads.largest(estimates) > Math.max(prospect.allowed(), exact.beta())) {
        Optional<Status> stop = monitor.report(iteration, z, prospect.primal());
        return new Look(prospect, estimates, stop);
      }
    }
    Examination examination =
        prospect.examine(count, () -> monitor.interrupted(iteration).isPresent());
    Optional<Status> stop = monitor.report(iteration, z, examination);
    List<SingularPairs> pairs = stop.isPresent() ? List.of() : examination.pairs(prospect, count);
    return new Look(prospect, pairs, stop);
  }

  /**
   * How many pairs are worth estimating: twice those found above beta, and as many as there are
   * heads if all were.
   */
  private int wanted(Look last, int asked, int rank) {
    int above = last.pairs.stream().mapToInt(this::above).max().orElse(0);
    int more = above >= asked || !large() ? rank : 2 * above;
    return Math.max(settings.headsAdded(), more);
  }

  private int above(SingularPairs block) {
    return (int) Arrays.stream(block.values()).filter(value -> value > exact.beta()).count();
  }

  /** Asks for more of the next descent; says so if there is no more to ask for. */
  private Optional<Status> refine(Descent.End end, boolean gained) {
    if (end.exhausted() || aim <= LAST_AIM) {
      if (inLastPrecision() && !gained) {
        return Optional.of(Status.STALLED);
      }
      precision = inLastPrecision() ? precision : Precision.FLOAT64;
    }
    aim = Math.max(LAST_AIM, aim / 2);
    return Optional.empty();
  }

  private boolean inLastPrecision() {
    return precision == Precision.FLOAT64
        || settings.arithmetic() == LowRankSettings.Arithmetic.FLOAT32;
  }

  /** Whether bounding norms costs much more than estimating them. */
  private boolean large() {
    return exact.blocks().stream().anyMatch(block -> block.smallerSide() > EXACT_SIDE);
  }

  /** Whether looking for new heads costs so much that descents go to their end. */
  private boolean huge() {
    return exact.blocks().stream().anyMatch(b -> b.rows() > FeatureCurvatures.SKETCHED_SIDE);
  }

  private void begin(Variable start, boolean grew, boolean joins) {
    if (joins) {
      course.join(start);
      return;
    }
    course = null;
    course = new DescentState(exact, precision, features, settings.memory(), start);
    if (grew) {
      course.settle();
    }
  }

  /** Whether so few heads are new that a descent goes on with them. */
  private static boolean few(Variable before, Variable after) {
    return after.totalRank() - before.totalRank() <= FEW * before.totalRank();
  }

  private void warnOfZero(Variable z, Look look) {
    if (z.totalRank() == 0 && !look.pairs.isEmpty() && Heads.largest(look.pairs) <= exact.beta()) {
      monitor.warn("beta exceeds beta_max: the solution is zero");
    }
  }

  private Precision firstPrecision() {
    double work = 0;
    for (Block block : exact.blocks()) {
      work += (double) exact.size().rows() * block.columns() + block.rows();
    }
    return switch (settings.arithmetic()) {
      case FLOAT32 -> Precision.FLOAT32;
      case FLOAT64 -> Precision.FLOAT64;
      case AUTO -> work > LARGE ? Precision.FLOAT32 : Precision.FLOAT64;
    };
  }
}
