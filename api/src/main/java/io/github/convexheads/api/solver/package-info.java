/**
 * Solvers: what they take, when they stop, what they return.
 *
 * <p>Read {@link io.github.convexheads.api.solver.Solver}, {@link
 * io.github.convexheads.api.solver.StoppingRule}, {@link io.github.convexheads.api.solver.Monitor}
 * (which keeps the history and says when to stop), {@link
 * io.github.convexheads.api.solver.Solution} and {@link
 * io.github.convexheads.api.solver.Solution.Status}.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.solver;

import org.apiguardian.api.API;
