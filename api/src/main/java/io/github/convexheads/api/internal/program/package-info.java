/**
 * Problems on samples of this machine, and points that satisfy their constraints.
 *
 * <p>Read {@link io.github.convexheads.api.internal.program.PreprocessedSamples} (tokens as a head
 * sees them, and its problem on them), {@link
 * io.github.convexheads.api.internal.program.FeasiblePoint} (a point made feasible) and {@link
 * io.github.convexheads.api.internal.program.ConeProjection} (the nearest point of a cone of
 * activation patterns).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.program;

import org.apiguardian.api.API;
