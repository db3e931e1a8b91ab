package org.example.plugin;

import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

class FrankWolfeContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new FrankWolfe(rule);
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }
}
