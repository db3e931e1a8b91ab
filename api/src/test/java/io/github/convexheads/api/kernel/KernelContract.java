package io.github.convexheads.api.kernel;

/**
 * What every kernel must do. A kernel's author adds one class:
 *
 * <pre>{@code
 * class MyKernelTest implements KernelContract {
 *   @Override
 *   public Kernel kernel() {
 *     return Kernel.of(new MyKernelProvider().create());
 *   }
 * }
 * }</pre>
 */
public interface KernelContract
    extends GemmContract, EigenContract, SvdContract, CholeskyContract, ConcurrencyContract {}
