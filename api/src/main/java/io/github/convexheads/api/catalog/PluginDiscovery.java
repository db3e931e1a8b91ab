package io.github.convexheads.api.catalog;

import io.github.convexheads.api.settings.Provider;
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
  /** More failures than this mean that listing does not advance. */
  private static final int MOST_FAILURES = 1000;

  /** Finds the providers that a place of the catalog offers. */
  static <P extends Provider<?>> PluginDiscovery<P> of(
      String kind, Class<P> type, PluginPlace place) {
    PluginDiscovery<P> found = new PluginDiscovery<>(new ArrayList<>(), new ArrayList<>());
    Iterator<ServiceLoader.Provider<P>> candidates =
        ServiceLoader.load(type, place.loader()).stream().iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!candidates.hasNext()) {
          break;
        }
        ServiceLoader.Provider<P> candidate = candidates.next();
        if (place.owns(candidate.type())) {
          found.inspect(kind, candidate, place);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        String file = "META-INF/services/" + type.getName();
        found.problems.add(LoadFailure.of(e).problem(kind, file, place.name()));
      }
    }
    return found;
  }

  private void inspect(String kind, ServiceLoader.Provider<P> candidate, PluginPlace place) {
    String name = candidate.type().getName();
    String origin = place.origin(candidate.type());
    try {
      P provider = candidate.get();
      int version = contract(provider);
      if (version != Provider.SPI_VERSION) {
        problems.add(otherContract(kind, name, origin, version));
        return;
      }
      String id = provider.id();
      if (id == null || !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        problems.add(
            new PluginProblem(
                kind,
                name,
                origin,
                id == null || id.isBlank() ? "its id is blank" : "its id is '" + id + "'",
                "return lower-case words joined by hyphens from id()"));
        return;
      }
      provider.settings();
      plugins.add(new Plugin<>(kind, provider, origin, version(candidate.type())));
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      problems.add(LoadFailure.of(e).problem(kind, name, origin));
    }
  }

  /** The contract that a provider was compiled for; 0 where it is older than the question. */
  private static int contract(Provider<?> provider) {
    try {
      return provider.spiVersion();
    } catch (AbstractMethodError e) {
      return 0;
    }
  }

  private static PluginProblem otherContract(String kind, String name, String origin, int found) {
    boolean older = found < Provider.SPI_VERSION;
    return new PluginProblem(
        kind,
        name,
        origin,
        "it was built for plugin contract %d, which is %s than %d"
            .formatted(found, older ? "older" : "newer", Provider.SPI_VERSION),
        older
            ? "rebuild the plugin against this version of convex-heads"
            : "update convex-heads or use an older version of the plugin");
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "unversioned" : version;
  }
}
