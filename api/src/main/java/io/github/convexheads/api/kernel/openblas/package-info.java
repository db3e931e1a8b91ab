/**
 * The OpenBLAS kernel; the only package that knows org.bytedeco and dev.ludovic.netlib.
 *
 * <p>Reading order: {@link io.github.convexheads.api.kernel.openblas.OpenBlasProvider} (is it
 * here?), {@code OpenBlasLibrary} (how it is loaded), {@code OpenBlasKernel} (the calls), {@code
 * NetlibGemm} (products without copies), {@code NativeEnvironment} and {@code CoreType} (what
 * OpenBLAS must be told before it is loaded).
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.kernel.openblas;

import org.apiguardian.api.API;
