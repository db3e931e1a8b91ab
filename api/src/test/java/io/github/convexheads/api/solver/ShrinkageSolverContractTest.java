package io.github.convexheads.api.solver;

/** The contract can be kept, and by a subclass of ten lines. */
class ShrinkageSolverContractTest extends SolverContract {
  @Override
  protected Solver solver(StoppingRule rule) {
    return new ShrinkageSolver(rule);
  }
}
