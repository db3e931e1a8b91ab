/**
 * The low-rank solver: few components u v^T, descended on locally and proven enough by the
 * certificate.
 *
 * <p>Read {@link io.github.convexheads.ojalgo.lowrank.LowRankSolver} (the idea), {@code
 * GrowAndDescend} (the loop), {@code LowRankPolicy} (its thresholds), {@code Inspection} and {@code
 * Components} (what is found at a point, and what is added), {@code DescentState} and {@code
 * Descent} (L-BFGS with exact line searches), {@code CurvaturePreconditioner} (what makes it fast).
 */
package io.github.convexheads.ojalgo.lowrank;
