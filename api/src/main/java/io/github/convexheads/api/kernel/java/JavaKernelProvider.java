package io.github.convexheads.api.kernel.java;

import io.github.convexheads.api.kernel.KernelProvider;
import io.github.convexheads.api.kernel.KernelRoutines;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Pure Java, id {@code java}, rank 0: always there. Every entry of its products is summed in an
 * order that depends on the inner dimension alone.
 */
@API(status = API.Status.INTERNAL)
public final class JavaKernelProvider implements KernelProvider {

  /** For {@link java.util.ServiceLoader}. */
  public JavaKernelProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "java";
  }

  @Override
  public String description() {
    return "pure Java: blocked products, decompositions by ojAlgo; works everywhere";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public KernelRoutines create() {
    return new JavaKernel();
  }
}
