package io.github.convexheads.admm;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

/** The contract in consensus over three shards of samples. */
class ShardedContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new AdmmSolver(AdmmSettings.of(rule).withShards(3));
  }

  @Override
  protected boolean accepts(ConvexProgram program) {
    return true;
  }
}
