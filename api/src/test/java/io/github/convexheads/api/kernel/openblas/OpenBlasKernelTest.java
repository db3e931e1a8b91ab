package io.github.convexheads.api.kernel.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelContract;
import org.junit.jupiter.api.Test;

class OpenBlasKernelTest implements KernelContract {
  private final Kernel kernel = Kernel.of(new OpenBlasProvider().create());

  @Override
  public Kernel kernel() {
    return kernel;
  }

  @Test
  void theDescriptionNamesVersionCoreTypeAndThreads() {
    assertThat(kernel.description())
        .matches("OpenBLAS 0\\.3\\.\\d+, core type \\w+, one thread per call");
  }
}
