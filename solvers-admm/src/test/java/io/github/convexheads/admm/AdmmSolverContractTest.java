package io.github.convexheads.admm;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

class AdmmSolverContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new AdmmSolver(AdmmSettings.of(rule));
  }

  @Override
  protected boolean accepts(ConvexProgram program) {
    return true;
  }
}
