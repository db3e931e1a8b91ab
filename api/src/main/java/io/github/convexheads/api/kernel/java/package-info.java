/**
 * The pure Java kernel: no native code, no options, the same bits on every machine for products and
 * Cholesky factors.
 *
 * <p>Reading order: {@link io.github.convexheads.api.kernel.java.JavaKernelProvider}, {@code
 * JavaKernel}, {@code DoublePanels} (how a product becomes SIMD instructions), {@code
 * BlockedCholesky}.
 */
@API(status = API.Status.INTERNAL)
package io.github.convexheads.api.kernel.java;

import org.apiguardian.api.API;
