package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

class ProjectedGradientContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new ProjectedGradientSolver(new GradientSettings(rule, 0));
  }
}
