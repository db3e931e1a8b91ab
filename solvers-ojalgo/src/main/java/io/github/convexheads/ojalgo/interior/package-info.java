/**
 * The interior-point solver.
 *
 * <p>Read {@link io.github.convexheads.ojalgo.interior.InteriorPointSolver} (the loop), {@code
 * CentralPath} (one predictor-corrector step), {@code PenaltyTerm} (what a term of the penalty must
 * answer), {@code NuclearTerm} with {@code PairedSpectrum} (the semidefinite form and its
 * structure) and {@code ReducedSystem} (the linear system that is left).
 */
package io.github.convexheads.ojalgo.interior;
