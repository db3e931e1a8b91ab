package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.kernel.KernelProvider;
import io.github.convexheads.api.kernel.KernelRoutines;
import java.util.Optional;
import org.apiguardian.api.API;

/** OpenBLAS, id {@code openblas}, rank 100: needs org.bytedeco:openblas and its native jar. */
@API(status = API.Status.INTERNAL)
public final class OpenBlasProvider implements KernelProvider {

  /** For {@link java.util.ServiceLoader}. */
  public OpenBlasProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "openblas";
  }

  @Override
  public String description() {
    return "OpenBLAS through org.bytedeco:openblas, native code for this processor";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Optional<String> missing() {
    return missing(OpenBlasProvider.class.getClassLoader());
  }

  static Optional<String> missing(ClassLoader loader) {
    if (loader.getResource("org/bytedeco/openblas/global/openblas.class") == null) {
      return lacks("org.bytedeco:openblas");
    }
    if (loader.getResource("org/bytedeco/javacpp/Loader.class") == null) {
      return lacks("org.bytedeco:javacpp");
    }
    if (loader.getResource("dev/ludovic/netlib/blas/JNIBLAS.class") == null) {
      return lacks("dev.ludovic.netlib:blas");
    }
    return OpenBlasLibrary.nativeJars(loader);
  }

  @Override
  public KernelRoutines create() {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      throw new IllegalStateException(missing.get());
    }
    return new OpenBlasKernel(OpenBlasLibrary.load());
  }

  static Optional<String> lacks(String artifact) {
    return Optional.of(
        artifact + " is not on the class path; add it for about 5 to 10 times the speed");
  }
}
