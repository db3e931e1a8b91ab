/**
 * Where library consumers begin.
 *
 * <p>Read {@link io.github.convexheads.api.ConvexHeads} first; it leads through {@code Tokens ->
 * Head.lift -> ConvexProgram -> Solver.solve -> Solution -> Certificate -> FittedHead}.
 */
@API(status = API.Status.STABLE)
package io.github.convexheads.api;

import org.apiguardian.api.API;
