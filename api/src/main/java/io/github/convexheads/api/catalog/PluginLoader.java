package io.github.convexheads.api.catalog;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;

/**
 * The class loader of one plugin. Classes come from the application first; services files of the
 * api come from the plugin alone, so that the application's own providers are not found again.
 */
final class PluginLoader extends URLClassLoader {
  private static final String OURS = "META-INF/services/io.github.convexheads.";

  PluginLoader(String name, List<URL> parts) {
    super(name, parts.toArray(URL[]::new), PluginLoader.class.getClassLoader());
  }

  /** The name of a services file. */
  static String file(Class<?> service) {
    return "META-INF/services/" + service.getName();
  }

  /** Says whether the plugin itself has a services file. */
  boolean declares(Class<?> service) {
    return findResource(file(service)) != null;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.startsWith(OURS) ? findResources(name) : super.getResources(name);
  }
}
