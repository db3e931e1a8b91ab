package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.settings.Spelling;
import io.github.convexheads.api.solver.SolverProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All heads, losses and solvers that the {@link java.util.ServiceLoader} finds on the class path
 * and in plugin folders. Immutable.
 *
 * <p>Ids are unique within a kind: of two providers with one id the first found stays and the other
 * is reported; the class path comes first. A broken provider is reported and hides no other.
 */
public final class PluginCatalog {
  private final Map<String, Plugin<HeadProvider>> heads = new TreeMap<>();
  private final Map<String, Plugin<LossProvider>> losses = new TreeMap<>();
  private final Map<String, Plugin<SolverProvider>> solvers = new TreeMap<>();
  private final List<PluginProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private PluginCatalog() {}

  /**
   * Finds the plugins that the current thread's context class loader sees and those that the class
   * loader of this library sees, which need not be the same in an application server, in a thread
   * of the common pool, or where the library is in a class loader of its own.
   *
   * @return the catalog
   */
  public static PluginCatalog load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Finds the plugins that a class loader sees and those that the class loader of this library
   * sees. A class loader that does not see this library, or sees another copy of it, adds nothing.
   *
   * @param loader the class loader; null for that of this library alone
   * @return the catalog
   */
  public static PluginCatalog load(ClassLoader loader) {
    PluginCatalog catalog = new PluginCatalog();
    for (PluginPlace place : PluginPlace.classPaths(loader)) {
      catalog.find(place);
    }
    catalog.problems.addAll(MergedServices.lost(catalog.losses.values()));
    return catalog;
  }

  /**
   * Returns this catalog and what a plugin folder adds to it. Each jar in the folder is one plugin,
   * and so is each folder in it: a folder of classes, or of a jar together with the jars that it
   * needs. Every plugin has a class loader of its own, whose parent is that of the api. What cannot
   * be used is among the {@link #problems}.
   *
   * @param folder the folder
   * @return the new catalog
   * @throws InvalidInputException if it is no folder that can be read
   */
  public PluginCatalog withFolder(Path folder) {
    PluginFolder opened = PluginFolder.open(folder);
    PluginCatalog catalog = new PluginCatalog();
    catalog.heads.putAll(heads);
    catalog.losses.putAll(losses);
    catalog.solvers.putAll(solvers);
    catalog.problems.addAll(problems);
    catalog.problems.addAll(opened.problems());
    catalog.warnings.addAll(warnings);
    catalog.warnings.addAll(opened.warnings());
    for (PluginPlace place : opened.places()) {
      int known = catalog.size();
      catalog.find(place);
      if (catalog.size() == known) {
        catalog.problems.add(
            new PluginProblem(
                "plugin",
                "META-INF/services",
                place.name(),
                "its services file names no class",
                "write the name of your provider class into it"));
      }
    }
    return catalog;
  }

  private int size() {
    return heads.size() + losses.size() + solvers.size() + problems.size();
  }

  private void find(PluginPlace place) {
    find("head", HeadProvider.class, place, heads);
    find("loss", LossProvider.class, place, losses);
    find("solver", SolverProvider.class, place, solvers);
  }

  private <P extends Provider<?>> void find(
      String kind, Class<P> type, PluginPlace place, Map<String, Plugin<P>> found) {
    PluginDiscovery<P> discovery = PluginDiscovery.of(kind, type, place);
    discovery.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
    for (Plugin<P> plugin : discovery.plugins()) {
      Plugin<P> first = found.putIfAbsent(plugin.id(), plugin);
      if (first != null && first.provider().getClass() != plugin.provider().getClass()) {
        problems.add(
            new PluginProblem(
                kind,
                plugin.provider().getClass().getName(),
                plugin.origin(),
                "its id '%s' is taken by %s (%s)"
                    .formatted(plugin.id(), first.provider().getClass().getName(), first.origin()),
                "give it another id or remove one of the two"));
      }
    }
  }

  /**
   * Returns the head with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<HeadProvider> head(String id) {
    return require("head", id, heads);
  }

  /**
   * Returns the loss with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<LossProvider> loss(String id) {
    return require("loss", id, losses);
  }

  /**
   * Returns the solver with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<SolverProvider> solver(String id) {
    return require("solver", id, solvers);
  }

  /**
   * Returns all heads, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<HeadProvider>> heads() {
    return List.copyOf(heads.values());
  }

  /**
   * Returns all losses, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<LossProvider>> losses() {
    return List.copyOf(losses.values());
  }

  /**
   * Returns all solvers, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<SolverProvider>> solvers() {
    return List.copyOf(solvers.values());
  }

  /**
   * Returns what was found but could not be used.
   *
   * @return one entry a broken or duplicate provider
   */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Returns which plugins of a folder other users could change, and so run code of their own.
   *
   * @return one line a plugin
   */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Returns a plugin that does not come with convex-heads.
   *
   * @param kind head, loss or solver
   * @param id the id
   * @return the plugin; empty if there is none, or it comes with convex-heads
   */
  public Optional<Plugin<?>> outside(String kind, String id) {
    return all().stream()
        .filter(plugin -> plugin.kind().equals(kind) && plugin.id().equals(id))
        .filter(plugin -> !plugin.builtIn())
        .findFirst();
  }

  private List<Plugin<?>> all() {
    List<Plugin<?>> all = new ArrayList<>(heads.values());
    all.addAll(losses.values());
    all.addAll(solvers.values());
    return all;
  }

  /**
   * Says which plugin is at fault for something that was thrown, if it was thrown in the code of a
   * plugin that does not come with convex-heads.
   *
   * @param thrown what was thrown
   * @return one line with plugin, jar, method and what was thrown; empty if no plugin is at fault
   */
  public Optional<InvalidInputException> failure(Throwable thrown) {
    return PluginFrames.of(all())
        .place(thrown)
        .map(
            place ->
                new InvalidInputException(
                    "%s failed: %s threw %s; tell its author, or choose another"
                        .formatted(
                            place.described(),
                            place.method(),
                            PluginFailure.described(PluginFailure.innermost(thrown))),
                    thrown));
  }

  private <P extends Provider<?>> Plugin<P> require(
      String kind, String id, Map<String, Plugin<P>> plugins) {
    Plugin<P> plugin = plugins.get(id);
    if (plugin != null) {
      return plugin;
    }
    if (plugins.isEmpty()) {
      throw new InvalidInputException(
          "there is no %s '%s', and no %s at all; add a module that provides one to the class path,"
                  .formatted(kind, id, kind)
              + " or, where jars are packed into one, "
              + MergedServices.REMEDY);
    }
    String nearest =
        Spelling.nearest(id, plugins.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
    throw new InvalidInputException(
        "there is no %s '%s'%s; there are: %s%s"
                .formatted(kind, id, nearest, String.join(", ", plugins.keySet()), brokenNote(kind))
            + MergedServices.note(plugins.values()));
  }

  private String brokenNote(String kind) {
    List<PluginProblem> broken = problems.stream().filter(p -> p.concerns(kind)).toList();
    return broken.isEmpty() ? "" : "; not picked up: " + broken.get(0);
  }
}
