package io.github.convexheads.api.catalog;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where plugins are looked for: all that one class loader sees, or only what it defines itself.
 *
 * @param name the place in words, for a problem with no class to blame
 * @param loader the class loader
 * @param ownOnly whether only classes that this loader itself defines count
 */
record PluginPlace(String name, ClassLoader loader, boolean ownOnly) {

  /** The application's own class path. */
  static PluginPlace classPath(ClassLoader loader) {
    return new PluginPlace("class path", loader, false);
  }

  boolean owns(Class<?> type) {
    return !ownOnly || type.getClassLoader() == loader;
  }

  /** The jar or folder of a class; the name of this place where it is all that is known. */
  String origin(Class<?> type) {
    if (ownOnly) {
      return name;
    }
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      return "unknown place";
    }
    try {
      Path path = Path.of(location.toURI());
      return location.getPath().endsWith("/") ? path.toString() : path.getFileName().toString();
    } catch (URISyntaxException | RuntimeException e) {
      return location.toString();
    }
  }
}
