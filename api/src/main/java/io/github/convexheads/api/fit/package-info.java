/**
 * From tokens and targets to a certified head: {@code Tokens -> Head.lift -> ConvexProgram ->
 * Solver.solve -> Solution -> Certificate -> FittedHead}.
 *
 * <p>Read {@link io.github.convexheads.api.fit.Fitter}, {@link
 * io.github.convexheads.api.program.Problem} (data, head and program put together) and {@link
 * io.github.convexheads.api.fit.FitResult}.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api.fit;

import org.apiguardian.api.API;
