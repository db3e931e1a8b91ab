/**
 * The convex program of a head: (1/n) sum of losses + beta * sum over blocks of ||Z_j||_*.
 *
 * <p>Read {@link io.github.convexheads.api.program.Factors} (one block as U V^T), {@link
 * io.github.convexheads.api.program.Variable} (all blocks), {@link
 * io.github.convexheads.api.program.ConvexProgram} (what a solver may ask), {@link
 * io.github.convexheads.api.program.Evaluation} and {@link io.github.convexheads.api.program.Line}
 * (the program at a point and along a direction) and {@link
 * io.github.convexheads.api.program.LiftedProgram} (the program of a lifted head on tokens).
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.program;

import org.apiguardian.api.API;
