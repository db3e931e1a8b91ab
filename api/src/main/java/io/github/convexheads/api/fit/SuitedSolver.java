package io.github.convexheads.api.fit;

import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Solver;

/**
 * A solver that takes a program, in the memory there is.
 *
 * @param id its id
 * @param solver the solver
 * @param reason why it was chosen, in words
 * @param estimate what the fit will take
 */
record SuitedSolver(String id, Solver solver, String reason, MemoryEstimate estimate) {}
