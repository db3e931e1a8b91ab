package io.github.convexheads.api.kernel.java;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelContract;

class JavaKernelTest implements KernelContract {
  @Override
  public Kernel kernel() {
    return new JavaKernelProvider().create();
  }
}
