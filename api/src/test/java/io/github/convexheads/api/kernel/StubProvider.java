package io.github.convexheads.api.kernel;

import java.util.Optional;
import java.util.function.Supplier;

/** A provider whose every answer is given by the test. */
record StubProvider(
    String id, int rank, Optional<String> missing, Supplier<KernelRoutines> routines)
    implements KernelProvider {

  static StubProvider working(String id, int rank, KernelRoutines routines) {
    return new StubProvider(id, rank, Optional.empty(), () -> routines);
  }

  static StubProvider failing(String id, int rank, Throwable failure) {
    return new StubProvider(
        id,
        rank,
        Optional.empty(),
        () -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String description() {
    return "stub " + id;
  }

  @Override
  public KernelRoutines create() {
    return routines.get();
  }
}
