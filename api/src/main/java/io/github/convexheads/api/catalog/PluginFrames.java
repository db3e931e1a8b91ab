package io.github.convexheads.api.catalog;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the plugin in whose code something was thrown: that of the first frame which is neither
 * Java's nor ours.
 *
 * @param plugins the plugins of others
 */
record PluginFrames(List<Plugin<?>> plugins) {
  /** The plugins that do not come with convex-heads. */
  static PluginFrames of(Collection<Plugin<?>> all) {
    return new PluginFrames(all.stream().filter(plugin -> !plugin.builtIn()).toList());
  }

  /** A place in the code of plugins that share it. */
  record Place(List<Plugin<?>> plugins, StackTraceElement frame) {
    /** The plugins in words, for example {@code solver frank-wolfe (example.jar)}. */
    String described() {
      return PluginFrames.described(plugins);
    }

    /** The method with its line, for example {@code FrankWolfe.solve, line 88}. */
    String method() {
      String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
      String line = frame.getLineNumber() > 0 ? ", line " + frame.getLineNumber() : "";
      return type + "." + frame.getMethodName() + line;
    }
  }

  /** Returns the place from which something was thrown, if it is in a plugin. */
  Optional<Place> place(Throwable thrown) {
    for (StackTraceElement frame : PluginFailure.innermost(thrown).getStackTrace()) {
      List<Plugin<?>> owners = plugins.stream().filter(p -> type(p, frame).isPresent()).toList();
      if (!owners.isEmpty()) {
        return Optional.of(new Place(ofItsKind(owners, plugin -> type(plugin, frame)), frame));
      }
      if (!passed(frame)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Returns the plugins from whose jar a class is, in words. */
  Optional<String> owner(Class<?> part) {
    List<Plugin<?>> owners = plugins.stream().filter(plugin -> owns(plugin, part)).toList();
    return owners.isEmpty()
        ? Optional.empty()
        : Optional.of(described(ofItsKind(owners, plugin -> Optional.of(part))));
  }

  private static String described(List<Plugin<?>> plugins) {
    List<String> names = new ArrayList<>();
    plugins.forEach(plugin -> names.add(plugin.kind() + " " + plugin.id()));
    return "%s (%s)".formatted(String.join(" or ", names), plugins.get(0).origin());
  }

  private static boolean passed(StackTraceElement frame) {
    String name = frame.getClassName();
    String module = String.valueOf(frame.getModuleName());
    return module.startsWith("java.") || module.startsWith("jdk.") || name.startsWith(Plugin.OURS);
  }

  /** Of plugins that share a jar those of the kind that the class is, where that tells. */
  private static List<Plugin<?>> ofItsKind(
      List<Plugin<?>> owners, Function<Plugin<?>, Optional<Class<?>>> type) {
    List<Plugin<?>> suited =
        owners.stream()
            .filter(
                plugin ->
                    PluginKind.ALL.stream()
                        .filter(kind -> kind.name().equals(plugin.kind()))
                        .anyMatch(kind -> kind.has(type.apply(plugin).get())))
            .toList();
    return suited.isEmpty() ? owners : suited;
  }

  /** The class of a frame, if it comes from the jar of a plugin. */
  private static Optional<Class<?>> type(Plugin<?> plugin, StackTraceElement frame) {
    ClassLoader loader = plugin.provider().getClass().getClassLoader();
    try {
      Class<?> type = Class.forName(frame.getClassName(), false, loader);
      return owns(plugin, type) ? Optional.of(type) : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Whether a class comes from the jar of a plugin. */
  private static boolean owns(Plugin<?> plugin, Class<?> type) {
    Class<?> provider = plugin.provider().getClass();
    return type.getClassLoader() == provider.getClassLoader()
        && (provider.getClassLoader() instanceof PluginLoader
            || Objects.equals(location(type), location(provider)));
  }

  private static Object location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }
}
