package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

class LowRankContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new LowRankSolver(LowRankSettings.of(rule));
  }
}
