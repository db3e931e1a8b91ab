/**
 * The alternating direction method of multipliers.
 *
 * <p>Read {@link io.github.convexheads.admm.AdmmSolver} (the loop), {@code ConsensusIteration} (one
 * round), {@code Shard} and its {@code LossTerm.Prox} (the step in the loss), {@code Shrinkage}
 * (the step in the penalty), {@code AndersonAcceleration}.
 */
package io.github.convexheads.admm;
