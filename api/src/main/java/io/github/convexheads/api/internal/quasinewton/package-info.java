/**
 * The limited-memory BFGS method, for descents over factors here and in solvers.
 *
 * <p>Read {@link io.github.convexheads.api.internal.quasinewton.LimitedMemory} (the two-loop
 * recursion), {@link io.github.convexheads.api.internal.quasinewton.Preconditioner} (what it is
 * built around), {@link io.github.convexheads.api.internal.quasinewton.VectorOperations} (its
 * arithmetic: sequential, or {@link
 * io.github.convexheads.api.internal.quasinewton.ParallelVectors}) and {@link
 * io.github.convexheads.api.internal.quasinewton.Differentiable} (what descents lower).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.internal.quasinewton;

import org.apiguardian.api.API;
