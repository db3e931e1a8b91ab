/**
 * The low-rank solver: few heads, descended on locally and proven enough by the certificate.
 *
 * <p>Read {@link io.github.convexheads.ojalgo.lowrank.LowRankSolver} (the idea), {@code Rounds}
 * (the outer loop), {@code Heads} (where new heads come from), {@code Descent} (L-BFGS with exact
 * line searches) and {@code CurvaturePreconditioner} (what makes it fast).
 */
package io.github.convexheads.ojalgo.lowrank;
