package io.github.convexheads.api.fit;

import io.github.convexheads.api.solver.Solver;

/**
 * A solver that was asked whether it takes a program.
 *
 * @param id its id
 * @param solver the solver
 * @param acceptance its answer
 */
record ChosenSolver(String id, Solver solver, Solver.Acceptance acceptance) {}
