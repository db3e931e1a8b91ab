package io.github.convexheads.api.catalog;

import io.github.convexheads.api.settings.Provider;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where plugins are looked for: all that one class loader sees, or only what it defines itself.
 *
 * @param name the place in words, for a problem with no class to blame
 * @param loader the class loader
 * @param ownOnly whether only classes that this loader itself defines count
 */
record PluginPlace(String name, ClassLoader loader, boolean ownOnly) {

  /**
   * The application's class paths: what a class loader sees, if it sees this library, and what the
   * library's own sees.
   */
  static List<PluginPlace> classPaths(ClassLoader loader) {
    ClassLoader own = PluginPlace.class.getClassLoader();
    List<PluginPlace> places = new ArrayList<>();
    if (loader != own && seesThisLibrary(loader)) {
      places.add(new PluginPlace("class path", loader, false));
    }
    places.add(new PluginPlace("class path", own, false));
    return places;
  }

  private static boolean seesThisLibrary(ClassLoader loader) {
    try {
      return loader != null
          && Class.forName(Provider.class.getName(), false, loader) == Provider.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  boolean owns(Class<?> type) {
    return !ownOnly || type.getClassLoader() == loader;
  }

  /** The jar or folder of a class; the name of this place where it is all that is known. */
  String origin(Class<?> type) {
    return ownOnly ? name : location(type);
  }

  /** The jar or folder of a class, as far as it is known. */
  static String location(Class<?> type) {
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
