package io.github.convexheads.api.kernel.openblas;

import io.github.convexheads.api.kernel.Availability;
import io.github.convexheads.api.kernel.KernelProvider;
import io.github.convexheads.api.kernel.KernelRoutines;
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
  public Availability availability() {
    return availability(OpenBlasProvider.class.getClassLoader());
  }

  static Availability availability(ClassLoader loader) {
    if (loader.getResource("org/bytedeco/openblas/global/openblas.class") == null) {
      return missing("org.bytedeco:openblas");
    }
    if (loader.getResource("org/bytedeco/javacpp/Loader.class") == null) {
      return missing("org.bytedeco:javacpp");
    }
    if (loader.getResource("dev/ludovic/netlib/blas/JNIBLAS.class") == null) {
      return missing("dev.ludovic.netlib:blas");
    }
    return OpenBlasLibrary.nativeJars(loader);
  }

  @Override
  public KernelRoutines create() {
    Availability availability = availability();
    if (!availability.available()) {
      throw new IllegalStateException(availability.reason());
    }
    return new OpenBlasKernel(OpenBlasLibrary.load());
  }

  static Availability missing(String artifact) {
    return Availability.no(
        artifact + " is not on the class path; add it for about 5 to 10 times the speed");
  }
}
