/**
 * Exact relu with several outputs: a feasible network, and a bound on its distance to the optimum.
 *
 * <p>Read {@link io.github.convexheads.ojalgo.relu.ConeDescentSolver} (the loop), {@code
 * AugmentedDescent} (local descent within cones) and {@code ComponentSearch} (which component to
 * add).
 */
package io.github.convexheads.ojalgo.relu;
