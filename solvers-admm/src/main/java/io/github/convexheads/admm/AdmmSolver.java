package io.github.convexheads.admm;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The alternating direction method of multipliers (Boyd, Parikh, Chu, Peleato, Eckstein 2011) on
 * dense blocks, in consensus form over shards of samples, see {@link Splitting}.
 */
public final class AdmmSolver implements Solver {
  private static final int FIRST_CHECK = 10;
  private static final double HOPELESS = 1e-15;

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
    if (program.penalty() != Penalty.NUCLEAR_NORM) {
      return Acceptance.no("takes the nuclear norm only");
    }
    return MemoryPlan.of(program, settings).acceptance(program);
  }

  @Override
  public Solution solve(ConvexProgram given, Variable start, ProgressListener listener) {
    ConvexProgram program = given.withPrecision(Precision.FLOAT64);
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(settings.rule(), listener);
    Optional<Status> stop = certify(program, start, 0, monitor);
    if (stop.isPresent()) {
      return monitor.solution(stop.get());
    }
    Splitting splitting = splitting(program, start);
    int nextCheck = FIRST_CHECK;
    int nextBalance = FIRST_CHECK;
    int iteration = 0;
    while (stop.isEmpty()) {
      splitting.step();
      iteration++;
      stop = monitor.interrupted(iteration);
      boolean still = splitting.relativeResidual() <= HOPELESS;
      if (iteration >= nextCheck || stop.isPresent() || still) {
        Optional<Status> checked = certify(program, splitting.point(), iteration, monitor);
        stop = checked.isPresent() ? checked : stop;
        nextCheck = iteration + Math.max(5, iteration / 10);
        if (stop.isEmpty() && still) {
          stop = Optional.of(Status.STALLED);
        }
      }
      if (stop.isEmpty() && iteration >= nextBalance) {
        splitting.rebalance();
        nextBalance = iteration + Math.max(FIRST_CHECK, iteration / 2);
      }
    }
    return monitor.solution(stop.get());
  }

  private Splitting splitting(ConvexProgram program, Variable start) {
    Layout layout = new Layout(program.blocks());
    MemoryPlan plan = MemoryPlan.of(program, settings);
    List<Shard> shards = new ArrayList<>();
    for (ConvexProgram shard : program.shards(settings.shards())) {
      Design design =
          plan.materialized()
              ? new MaterializedDesign(layout, shard)
              : new ProgramDesign(layout, shard, settings.sketch());
      shards.add(new Shard(design, shard, 1.0 / program.samples(), settings.cgIterations()));
    }
    return new Splitting(
        shards,
        new Shrinkage(layout, program.kernel(), program.workers()),
        program.workers(),
        settings,
        program.beta(),
        layout.dense(start, program.kernel()),
        new AndersonAcceleration(settings.memory(), program.kernel()));
  }

  private static Optional<Status> certify(
      ConvexProgram program, Variable point, int iteration, Monitor monitor) {
    Certificate certificate = Certifier.certify(program, point);
    return monitor.report(iteration, point, certificate.primal(), certificate.dual());
  }
}
