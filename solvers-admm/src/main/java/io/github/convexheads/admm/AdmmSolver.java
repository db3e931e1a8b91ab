package io.github.convexheads.admm;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.Optional;

/**
 * The alternating direction method of multipliers (Boyd, Parikh, Chu, Peleato, Eckstein 2011) on
 * dense blocks, in consensus form over shards of samples, see {@link ConsensusIteration}.
 */
public final class AdmmSolver implements Solver {
  private static final int FIRST_CHECK = 10;

  private final AdmmSettings settings;

  /**
   * A solver with fixed settings.
   *
   * @param settings the settings
   */
  public AdmmSolver(AdmmSettings settings) {
    this.settings = settings;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    int columns = program.blocks().stream().mapToInt(Block::columns).max().orElseThrow();
    if (program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM && columns > 1) {
      return Acceptance.no(
          "takes the constrained nuclear norm of exact relu with one column (q * c = 1) only, found"
              + " %s; use solver cone-descent".formatted(columns));
    }
    return program
        .workingShards(settings.shards())
        .map(shards -> MemoryPlan.of(program, shards, settings).acceptance(program))
        .orElse(
            Acceptance.no(
                "solves over the samples of every shard, which this program does not offer"
                    + (program.intercept() ? " where they share an intercept" : "")
                    + "; use solver low-rank"));
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(settings.rule(), listener);
    Optional<Solution.Status> stop = certify(program, start, 0, monitor);
    if (stop.isPresent()) {
      return monitor.solution(stop.get());
    }
    ConsensusIteration splitting = splitting(program, start);
    int nextCheck = FIRST_CHECK;
    int nextBalance = FIRST_CHECK;
    int iteration = 0;
    while (stop.isEmpty()) {
      boolean moved = advance(splitting);
      iteration++;
      stop = monitor.interrupted(iteration);
      boolean still = !moved || splitting.atRest();
      if (iteration >= nextCheck || stop.isPresent() || still) {
        Optional<Solution.Status> checked = certify(program, splitting.point(), iteration, monitor);
        stop = checked.isPresent() ? checked : stop;
        nextCheck = iteration + Math.max(5, iteration / 10);
        if (stop.isEmpty() && still) {
          stop =
              Optional.of(
                  monitor.stalled(
                      moved
                          ? "its iterates agree to rounding and no longer move, at a penalty"
                              + " parameter that suits too few of the blocks; low-rank needs none"
                          : "a factorisation of its step fails within rounding"));
        }
      }
      if (stop.isEmpty() && iteration >= nextBalance) {
        splitting.rebalance();
        nextBalance = iteration + Math.max(FIRST_CHECK, iteration / 2);
      }
    }
    return monitor.solution(stop.get());
  }

  /** Takes a step; false where rounding leaves no way on. */
  private static boolean advance(ConsensusIteration splitting) {
    try {
      splitting.step();
      return true;
    } catch (InvalidInputException e) {
      throw e;
    } catch (ArithmeticException | IllegalArgumentException e) {
      return false;
    }
  }

  private ConsensusIteration splitting(ConvexProgram program, Variable start) {
    LocalData.Shards shards = program.workingShards(settings.shards()).orElseThrow();
    MemoryPlan plan = MemoryPlan.of(program, shards, settings);
    boolean signed = program.penalty() == ConvexProgram.Penalty.CONSTRAINED_NUCLEAR_NORM;
    LossTerms terms =
        new LossTerms(
            shards,
            new ShardPlan(plan.materialized(), signed, settings.sketch(), settings.cgIterations()));
    Layout layout = new Layout(program.blocks());
    AndersonAcceleration acceleration =
        new AndersonAcceleration(plan.accelerationMemory(), program.kernel());
    if (signed) {
      ConeShrinkage penalty = new ConeShrinkage(layout, program);
      return new ConsensusIteration(
          terms, penalty, settings, program.beta(), penalty.halves(start), acceleration);
    }
    return new ConsensusIteration(
        terms,
        new Shrinkage(layout, program.kernel(), program.workers()),
        settings,
        program.beta(),
        layout.dense(start, program.kernel()),
        acceleration);
  }

  private static Optional<Solution.Status> certify(
      ConvexProgram program, Variable point, int iteration, Monitor monitor) {
    Variable feasible = FeasiblePoint.of(program, point);
    Certificate certificate = Certifier.certify(program, feasible);
    return monitor.report(iteration, feasible, certificate);
  }
}
