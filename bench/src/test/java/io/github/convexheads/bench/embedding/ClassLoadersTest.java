package io.github.convexheads.bench.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The library in a class loader of its own, as in an application server or a Spark executor, called
 * from threads whose context class loader knows nothing of it.
 */
class ClassLoadersTest {
  @TempDir private Path folder;
  private URLClassLoader library;

  @BeforeEach
  void loadTheLibraryApart() {
    library = new URLClassLoader("library", classPath(), ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  /** What the calling thread may have for a context class loader. */
  enum Context {
    NONE,
    PLATFORM,
    ANOTHER_COPY_OF_THE_LIBRARY,
    THE_LIBRARY
  }

  @ParameterizedTest
  @EnumSource
  void aFitFindsItsPluginsWhateverTheContextClassLoader(Context context) throws Exception {
    Callable<?> fit = fit(library);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader(context));
    try {
      assertThat(fit.call()).isEqualTo("problems 0, solved");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aFitInTheCommonPoolFindsItsPlugins() throws Exception {
    Callable<?> fit = fit(library);

    Object answer =
        CompletableFuture.supplyAsync(() -> called(fit), ForkJoinPool.commonPool()).get();

    assertThat(answer).isEqualTo("problems 0, solved");
  }

  /** Jars packed into one, of whose services files one of each kind was kept. */
  @Test
  void servicesFilesThatWereOverwrittenAreNamedWithTheRemedy() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.github.convexheads.api.loss.LossProvider"),
        "io.github.convexheads.api.internal.loss.SquaredLossProvider");
    ClassLoader packed = new WithoutServices(new URL[] {folder.toUri().toURL()}, classPath());

    assertThatThrownBy(() -> fit(packed).call())
        .hasMessage(
            "there is no head 'linear', and no head at all; add a module that provides one to the"
                + " class path, name the folder of its jar (--plugins DIR,"
                + " PluginCatalog.withFolder), or, where jars are packed into one, merge"
                + " META-INF/services (with the Maven Shade plugin: its"
                + " ServicesResourceTransformer)");
    Object catalog = packed.loadClass(PluginCatalog.class.getName()).getMethod("load").invoke(null);
    assertThat(catalog.getClass().getMethod("problems").invoke(catalog).toString())
        .contains("the services file of another jar has replaced that of convex-heads-api")
        .contains("merge META-INF/services");
  }

  /** A class loader of the class path that sees the services files of one folder alone. */
  private static final class WithoutServices extends URLClassLoader {
    private final URLClassLoader only;

    WithoutServices(URL[] services, URL[] classPath) {
      super(classPath, ClassLoader.getPlatformClassLoader());
      only = new URLClassLoader(services, ClassLoader.getPlatformClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/io.github.convexheads.api.")
          ? only.getResources(name)
          : super.getResources(name);
    }
  }

  private ClassLoader loader(Context context) {
    return switch (context) {
      case NONE -> null;
      case PLATFORM -> ClassLoader.getPlatformClassLoader();
      case ANOTHER_COPY_OF_THE_LIBRARY -> ClassLoader.getSystemClassLoader();
      case THE_LIBRARY -> library;
    };
  }

  /** The fit below, as a class of the library's own class loader. */
  private static Callable<?> fit(ClassLoader loader) throws ReflectiveOperationException {
    return (Callable<?>) loader.loadClass(Fit.class.getName()).getConstructor().newInstance();
  }

  private static Object called(Callable<?> fit) {
    try {
      return fit.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL[] classPath() {
    List<URL> parts = new ArrayList<>();
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .forEach(
            path -> {
              try {
                parts.add(path.toUri().toURL());
              } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
              }
            });
    return parts.toArray(URL[]::new);
  }

  /** A small fit, and how many plugins were not picked up. */
  public static final class Fit implements Callable<String> {
    /** Called by reflection. */
    public Fit() {}

    @Override
    public String call() {
      double[] values = {1, 2, 3, 4, 5, 6, 7, 8};
      return "problems "
          + PluginCatalog.load().problems().size()
          + ", "
          + ConvexHeads.builder()
              .set("preprocess.recommended", "false")
              .head("linear")
              .betaFraction(0.5)
              .set("run.kernel", "java")
              .fit(Tokens.of(values, 4, 1, 2), Targets.values(new double[] {1, 0, 2, 1}, 1))
              .head()
              .provenance()
              .status();
    }
  }
}
