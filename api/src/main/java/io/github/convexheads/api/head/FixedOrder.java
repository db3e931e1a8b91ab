package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;

/**
 * The linear algebra that signs are decided by. A gate is 1{z &gt;= 0}, so a z that is exactly 0
 * switches with the order in which it is summed: what decides it must not depend on the machine's
 * kernel, on the number of samples of a batch, or on threads. The order of a pure Java product
 * depends on its inner dimension alone; where double arithmetic is exact, as for tokens of whole
 * numbers, so are the signs.
 */
final class FixedOrder {
  static final Kernel KERNEL = Kernel.of(new JavaKernelProvider().create());

  private FixedOrder() {}
}
