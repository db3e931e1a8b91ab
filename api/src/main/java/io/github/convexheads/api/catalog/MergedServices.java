package io.github.convexheads.api.catalog;

import io.github.convexheads.api.internal.loss.SoftmaxLossProvider;
import io.github.convexheads.api.loss.LossProvider;
import java.util.Collection;
import java.util.List;

/**
 * Notices jars that were packed into one so that only one of their services files of a kind is
 * left: the classes of the others are there, and are not found.
 */
final class MergedServices {
  /** What would put it right. */
  static final String REMEDY =
      "merge META-INF/services (with the Maven Shade plugin: its ServicesResourceTransformer)";

  private MergedServices() {}

  /** The losses of the api itself are always there, unless their services file was replaced. */
  static List<Plugin.Problem> lost(Collection<Plugin<LossProvider>> found) {
    boolean there =
        found.stream().anyMatch(plugin -> plugin.provider() instanceof SoftmaxLossProvider);
    return there
        ? List.of()
        : List.of(
            new Plugin.Problem(
                "loss",
                PluginLoader.file(LossProvider.class),
                PluginPlace.location(PluginCatalog.class),
                "the services file of another jar has replaced that of convex-heads-api",
                REMEDY));
  }

  /** Empty unless the api is in one jar with modules that should be jars of their own. */
  static String note(Collection<? extends Plugin<?>> plugins) {
    String api = PluginPlace.location(PluginCatalog.class);
    boolean packed =
        api.endsWith(".jar")
            && plugins.stream()
                .map(plugin -> plugin.provider().getClass())
                .filter(type -> !type.getName().startsWith(Plugin.OURS + "api."))
                .anyMatch(type -> PluginPlace.location(type).equals(api));
    return packed ? "; if another was packed into " + api + ", " + REMEDY : "";
  }
}
