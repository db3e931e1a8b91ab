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
    List<Plugin<P>> plugins, List<Plugin.Problem> problems) {
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
        } else if (place.ownOnly()) {
          found.problems.add(onTheClassPath(kind, candidate.type(), place));
        }
      } catch (ServiceConfigurationError | LinkageError | StackOverflowError e) {
        failures++;
        String file = "META-INF/services/" + type.getName();
        found.problems.add(LoadFailure.of(e).problem(kind, file, place.name()));
      }
    }
    return found;
  }

  private static Plugin.Problem onTheClassPath(String kind, Class<?> type, PluginPlace place) {
    return new Plugin.Problem(
        kind,
        type.getName(),
        place.name(),
        "its class is on the class path too (%s), and that one is used"
            .formatted(PluginPlace.location(type)),
        "remove the plugin from one of the two");
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
      SelfDescription said = SelfDescription.of(kind, provider);
      String release = version(candidate.type());
      plugins.add(
          new Plugin<>(
              kind, said.id(), provider, said.description(), said.settings(), origin, release));
    } catch (FaultyDescription e) {
      problems.add(new Plugin.Problem(kind, name, origin, e.getMessage(), e.remedy()));
    } catch (Throwable thrown) {
      problems.add(LoadFailure.of(thrown).problem(kind, name, origin));
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

  private static Plugin.Problem otherContract(String kind, String name, String origin, int found) {
    boolean older = found < Provider.SPI_VERSION;
    return new Plugin.Problem(
        kind,
        name,
        origin,
        "it was built for plugin contract %s, which is %s than %s"
            .formatted(found, older ? "older" : "newer", Provider.SPI_VERSION),
        older
            ? "rebuild the plugin against this version of convex-heads"
            : "update convex-heads or use an older version of the plugin");
  }

  private static String version(Class<?> type) {
    Package home = type.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "unversioned" : version;
  }
}
