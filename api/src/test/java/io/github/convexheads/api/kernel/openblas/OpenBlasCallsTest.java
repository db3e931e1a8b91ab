package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.kernel.GemmContract;
import io.github.convexheads.api.kernel.Kernel;

/** Products that are cut into many calls, as very large ones are. */
class OpenBlasCallsTest implements GemmContract {
  private final Kernel kernel = Kernel.of(new OpenBlasKernel(OpenBlasLibrary.load(), 500, 3));

  @Override
  public Kernel kernel() {
    return kernel;
  }
}
