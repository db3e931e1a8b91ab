/**
 * The contract of solvers, for authors of solvers.
 *
 * <p>Read {@link io.github.convexheads.api.solver.SolverContract} (inherit it), {@link
 * io.github.convexheads.api.solver.KnownOptima} (the programs it runs), {@link
 * io.github.convexheads.api.solver.DenseLift} (how to write down a program from a dense phi).
 */
package io.github.convexheads.api.solver;
