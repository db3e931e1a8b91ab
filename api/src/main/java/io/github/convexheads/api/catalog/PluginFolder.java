package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.FileOwnership;
import io.github.convexheads.api.kernel.KernelProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * A folder of plugins. Each jar in it is one plugin; each folder in it is one, too: a folder of
 * classes, or of a jar together with the jars that it needs. Every plugin has a class loader of its
 * own, whose parent is that of the api, so that plugins may use different versions of a library.
 *
 * <p>What cannot be used is a {@link Plugin.Problem} and hides nothing else. Names that begin with
 * a dot are passed over. The jars stay open as long as their classes are in use.
 */
final class PluginFolder {
  private static final List<Class<?>> SERVICES =
      PluginKind.ALL.stream().<Class<?>>map(PluginKind::type).toList();

  private final List<PluginPlace> places = new ArrayList<>();
  private final List<Plugin.Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private PluginFolder() {}

  /**
   * Looks at every jar and folder, in the order of their names.
   *
   * @param folder the folder
   * @return what is there
   * @throws InvalidInputException if it is no folder that can be read
   */
  static PluginFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "the plugin folder %s %s; name a folder that holds plugin jars"
              .formatted(folder, Files.exists(folder) ? "is no folder" : "does not exist"));
    }
    PluginFolder found = new PluginFolder();
    for (Path entry : entries(folder)) {
      found.look(entry);
    }
    return found;
  }

  /** The plugins to ask, each with its class loader. */
  List<PluginPlace> places() {
    return List.copyOf(places);
  }

  /** What others could have tampered with. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What cannot even be asked. */
  List<Plugin.Problem> problems() {
    return List.copyOf(problems);
  }

  private void look(Path entry) {
    String name = entry.getFileName().toString();
    if (name.startsWith(".")) {
      return;
    }
    if (!Files.isDirectory(entry) && !isJar(entry)) {
      refuse(name, name, "it is neither a jar nor a folder", "give it a name that ends in .jar");
      return;
    }
    List<Path> parts = new ArrayList<>(List.of(entry));
    if (Files.isDirectory(entry)) {
      entries(entry).stream().filter(PluginFolder::isJar).forEach(parts::add);
    }
    if (parts.stream().filter(PluginFolder::isJar).allMatch(jar -> readable(name, jar))) {
      parts.stream()
          .map(FileOwnership::exposure)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              why -> warnings.add("plugin %s could be changed by others: %s".formatted(name, why)));
      add(name, new PluginLoader(name, parts.stream().map(PluginFolder::url).toList()));
    }
  }

  /** Takes what the services files declare. */
  private void add(String name, PluginLoader loader) {
    boolean kernel = loader.declares(KernelProvider.class);
    if (kernel) {
      refuse(
          PluginLoader.file(KernelProvider.class),
          name,
          "it brings a kernel, and kernels are looked for on the class path only",
          "add the jar to the class path of the application (the folder lib)");
    }
    if (SERVICES.stream().anyMatch(loader::declares)) {
      places.add(new PluginPlace(name, loader, true));
    } else if (!kernel) {
      refuse(
          "META-INF/services",
          name,
          "it has no services file for a head, a loss, a solver or another kind of plugin",
          "add %s (or %s, %s, or the file of another kind) with the name of your provider class in"
                  .formatted(SERVICES.stream().limit(3).map(PluginLoader::file).toArray())
              + " it");
    }
  }

  private boolean readable(String name, Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.size() >= 0;
    } catch (IOException e) {
      refuse(
          jar.getFileName().toString(),
          name,
          "it is no jar that can be read: " + e.getMessage(),
          "build or copy it again");
      return false;
    }
  }

  private void refuse(String what, String origin, String reason, String remedy) {
    problems.add(new Plugin.Problem("plugin", what, origin, reason, remedy));
  }

  private static boolean isJar(Path path) {
    return path.getFileName().toString().endsWith(".jar") && !Files.isDirectory(path);
  }

  private static List<Path> entries(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read the plugin folder " + folder + ": " + e, e);
    }
    entries.sort(null);
    return entries;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL", e);
    }
  }
}
