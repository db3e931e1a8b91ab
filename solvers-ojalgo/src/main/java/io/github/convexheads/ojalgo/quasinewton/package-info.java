/**
 * What descents over factors share: {@link io.github.convexheads.ojalgo.quasinewton.LimitedMemory}
 * (the limited-memory BFGS matrix), {@link io.github.convexheads.ojalgo.quasinewton.Preconditioner}
 * (what it is built around) and {@link io.github.convexheads.ojalgo.quasinewton.ParallelVectors}.
 */
package io.github.convexheads.ojalgo.quasinewton;
