/**
 * The projected-gradient solver.
 *
 * <p>Read {@link io.github.convexheads.ojalgo.gradient.ProjectedGradientSolver} (the loop), {@code
 * ProximalStep} (one step with backtracking), {@code Shrinkage} (the nuclear-norm prox and the
 * projection on its ball) and {@code SingularTriplets} (exact or partial).
 */
package io.github.convexheads.ojalgo.gradient;
