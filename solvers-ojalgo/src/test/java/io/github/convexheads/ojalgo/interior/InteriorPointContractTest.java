package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

/** The solver keeps the contract of all solvers, to a smaller gap. */
class InteriorPointContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new InteriorPointSolver(rule);
  }

  @Override
  protected double tolerance() {
    return 1e-8;
  }

  @Override
  protected boolean accepts(ConvexProgram program) {
    return true;
  }
}
