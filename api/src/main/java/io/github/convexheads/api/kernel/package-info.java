/**
 * Dense linear algebra on row-major heap arrays, behind one interface with replaceable kernels.
 *
 * <p>Reading order: {@link io.github.convexheads.api.kernel.RealArray} (the numbers, in either
 * {@link io.github.convexheads.api.kernel.Precision}), {@link
 * io.github.convexheads.api.kernel.Matrix} and {@link io.github.convexheads.api.kernel.MatrixBatch}
 * (views of them), {@link io.github.convexheads.api.kernel.Kernel} (what is computed with them),
 * {@link io.github.convexheads.api.kernel.KernelProvider} (how a kernel is plugged in), {@link
 * io.github.convexheads.api.kernel.Kernels} (which kernel is chosen, and why others were not), and
 * {@link io.github.convexheads.api.kernel.Workers} (how callers use several processors: kernels
 * themselves run every call on the calling thread).
 */
@API(status = API.Status.EXPERIMENTAL)
package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;
