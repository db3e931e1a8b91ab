package io.github.convexheads.api.catalog;

import io.github.convexheads.api.settings.Provider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * One run of the {@link ServiceLoader} that outlives every broken provider.
 *
 * @param <P> the type of provider
 * @param plugins the providers that loaded and describe themselves properly
 * @param problems the others
 */
record PluginDiscovery<P extends Provider<?>>(
    List<Plugin<P>> plugins, List<PluginProblem> problems) {

  static <P extends Provider<?>> PluginDiscovery<P> of(
      String kind, Class<P> type, ClassLoader loader) {
    PluginDiscovery<P> found = new PluginDiscovery<>(new ArrayList<>(), new ArrayList<>());
    Iterator<ServiceLoader.Provider<P>> candidates =
        ServiceLoader.load(type, loader).stream().iterator();
    int failures = 0;
    while (failures < 1000) {
      try {
        if (!candidates.hasNext()) {
          break;
        }
        found.inspect(kind, candidates.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        found.problems.add(
            new PluginProblem(
                kind,
                "META-INF/services/" + type.getName(),
                "class path",
                String.valueOf(e.getMessage()),
                "correct the services file or rebuild the plugin against this version"));
      }
    }
    return found;
  }

  private void inspect(String kind, ServiceLoader.Provider<P> candidate) {
    String name = candidate.type().getName();
    String origin = origin(candidate.type());
    try {
      P provider = candidate.get();
      String id = provider.id();
      if (id == null || !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        problems.add(
            new PluginProblem(
                kind,
                name,
                origin,
                "its id is '" + id + "'",
                "return lower-case words joined by hyphens from id()"));
        return;
      }
      if (provider.spiVersion() != Provider.SPI_VERSION) {
        problems.add(wrongVersion(kind, name, origin, provider.spiVersion()));
        return;
      }
      provider.settings();
      plugins.add(new Plugin<>(kind, provider, origin, version(candidate.type())));
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() != null ? e.getCause() : e;
      problems.add(
          new PluginProblem(
              kind,
              name,
              origin,
              "it fails to load: " + cause,
              "make its public no-argument constructor and its dependencies available"));
    }
  }

  private static PluginProblem wrongVersion(String kind, String name, String origin, int found) {
    String relation = found < Provider.SPI_VERSION ? "older" : "newer";
    return new PluginProblem(
        kind,
        name,
        origin,
        "it was built for plugin contract %d, which is %s than %d"
            .formatted(found, relation, Provider.SPI_VERSION),
        found < Provider.SPI_VERSION
            ? "rebuild the plugin against this version of convex-heads"
            : "update convex-heads or use an older version of the plugin");
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "unknown place";
    }
    String path = source.getLocation().getPath();
    return path.endsWith("/") ? path : path.substring(path.lastIndexOf('/') + 1);
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unversioned" : version;
  }
}
