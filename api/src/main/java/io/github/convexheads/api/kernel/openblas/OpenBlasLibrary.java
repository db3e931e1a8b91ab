package io.github.convexheads.api.kernel.openblas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The OpenBLAS that is loaded into this process: loaded once, told to use one thread per call and,
 * where it would not find out itself, the right core type (see {@link CoreType}).
 *
 * <p>Both are environment variables that OpenBLAS reads when it is loaded. bytedeco loads it twice,
 * once for BLAS alone and once for LAPACK; the products here use the first. Where the environment
 * cannot be set ({@link NativeEnvironment}), or the application loaded OpenBLAS before, the core
 * type stays what it is, one thread is set for the first by a call, and decompositions by the
 * second may use several.
 *
 * @param gemm matrix products on pinned heap arrays
 * @param version version of OpenBLAS
 * @param core the core type whose code runs, or empty if it cannot be told
 */
record OpenBlasLibrary(NetlibGemm gemm, String version, String core) {
  private static final List<String> FILE_NAMES =
      List.of(
          "libopenblas_nolapack.so.0", "libopenblas_nolapack.0.dylib", "libopenblas_nolapack.dll");

  /** Every core type of the x86-64 build that matters today; others are reported as unknown. */
  private static final List<String> CORES =
      List.of(
          "SapphireRapids",
          "Cooperlake",
          "SkylakeX",
          "Zen",
          "Haswell",
          "Excavator",
          "Steamroller",
          "Piledriver",
          "Bulldozer",
          "Sandybridge",
          "Nehalem",
          "Core2",
          "Prescott",
          "Barcelona");

  /** Outcome of the one attempt to load; class initialisation makes it happen once. */
  private static final class Once {
    static final Once ATTEMPT = new Once();
    OpenBlasLibrary library;
    Throwable failure;

    private Once() {
      try {
        library = loadNow();
      } catch (Exception | LinkageError e) {
        failure = e;
      }
    }
  }

  /** Whether the jars with the native code of this platform are on the class path. */
  static Optional<String> nativeJars(ClassLoader loader) {
    String platform = Loader.getPlatform();
    for (String artifact : List.of("javacpp", "openblas")) {
      String file = System.mapLibraryName("jni" + artifact);
      String resource = String.join("/", "org/bytedeco", artifact, platform, file);
      if (loader.getResource(resource) == null) {
        return OpenBlasProvider.lacks("org.bytedeco:" + artifact + ":" + platform);
      }
    }
    return Optional.empty();
  }

  /** The loaded library; throws {@link IllegalStateException} with the reason if it cannot be. */
  static OpenBlasLibrary load() {
    Once attempt = Once.ATTEMPT;
    if (attempt.library == null) {
      throw new IllegalStateException(
          "OpenBLAS is on the class path but cannot be loaded: " + attempt.failure.getMessage(),
          attempt.failure);
    }
    return attempt.library;
  }

  private static OpenBlasLibrary loadNow() throws ReflectiveOperationException, IOException {
    NativeFolder.choose();
    NativeFolder.requireTemporaryFilesKept();
    NativeFolder.requirePrivate(Loader.getCacheDir());
    Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("OPENBLAS_NUM_THREADS", "1");
    CoreType.wanted().ifPresent(core -> settings.put(CoreType.VARIABLE, core));
    NativeEnvironment.during(settings, () -> Loader.load(openblas.class));
    openblas_nolapack.blas_set_num_threads(1);
    Path folder = Path.of(Loader.load(openblas.class)).getParent();
    Path file =
        FILE_NAMES.stream()
            .map(folder::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no file of " + FILE_NAMES + " in " + folder));
    String version = (String) openblas.class.getField("OPENBLAS_VERSION").get(null);
    return new OpenBlasLibrary(NetlibGemm.on(file), version.strip(), currentCore());
  }

  /** OpenBLAS keeps a pointer {@code gotoblas} to the table {@code gotoblas_CORE} in use. */
  private static String currentCore() {
    Pointer current = Loader.addressof("gotoblas");
    if (current == null) {
      return "";
    }
    try (PointerPointer<Pointer> variable = new PointerPointer<>(current)) {
      Pointer table = variable.get(0);
      return CORES.stream()
          .filter(core -> table != null && isTableOf(core, table))
          .findFirst()
          .orElse("");
    }
  }

  private static boolean isTableOf(String core, Pointer table) {
    Pointer symbol = Loader.addressof("gotoblas_" + core.toUpperCase(Locale.ROOT));
    return symbol != null && symbol.address() == table.address();
  }
}
