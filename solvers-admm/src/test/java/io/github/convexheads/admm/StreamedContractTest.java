package io.github.convexheads.admm;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverContract;
import io.github.convexheads.api.solver.StoppingRule;

/** The contract without written-out features: a sketch as preconditioner, passes over the data. */
class StreamedContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    AdmmSettings defaults = AdmmSettings.of(rule);
    return new AdmmSolver(defaults.withDesign(AdmmSettings.DesignChoice.STREAMED));
  }

  @Override
  protected boolean accepts(ConvexProgram program) {
    return true;
  }
}
