package io.github.convexheads.api.kernel;

/**
 * What every {@link Kernel} must do. A kernel's author adds one class:
 *
 * <pre>{@code
 * class MyKernelTest implements KernelContract {
 *   @Override
 *   public Kernel kernel() {
 *     return new MyKernelProvider().create();
 *   }
 * }
 * }</pre>
 */
public interface KernelContract
    extends GemmContract,
        GemmArgumentsContract,
        EigenContract,
        SvdContract,
        CholeskyContract,
        ConcurrencyContract {}
