package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.error.BrokenContractException;
import io.github.convexheads.api.internal.text.Spelling;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.model.ExporterProvider;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.program.EngineProvider;
import io.github.convexheads.api.settings.Provider;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.token.TokenReaderProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * All heads, losses, solvers, preprocessing steps, metrics, token readers and exporters that the
 * {@link java.util.ServiceLoader} finds on the class path and in plugin folders. Immutable.
 *
 * <p>Ids are unique within a kind: of two providers with one id the first found stays and the other
 * is reported; the class path comes first. A broken provider is reported and hides no other.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class PluginCatalog {
  private final Map<PluginKind<?>, Map<String, Plugin<?>>> found = new LinkedHashMap<>();
  private final List<Plugin.Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private PluginCatalog() {
    PluginKind.ALL.forEach(kind -> found.put(kind, new TreeMap<>()));
  }

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
    catalog.problems.addAll(MergedServices.lost(catalog.losses()));
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
    found.forEach((kind, plugins) -> catalog.found.get(kind).putAll(plugins));
    catalog.problems.addAll(problems);
    catalog.problems.addAll(opened.problems());
    catalog.warnings.addAll(warnings);
    catalog.warnings.addAll(opened.warnings());
    for (PluginPlace place : opened.places()) {
      int known = catalog.size();
      catalog.find(place);
      if (catalog.size() == known) {
        catalog.problems.add(
            new Plugin.Problem(
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
    return all().size() + problems.size();
  }

  private void find(PluginPlace place) {
    PluginKind.ALL.forEach(kind -> find(kind, place));
  }

  private <P extends Provider<?>> void find(PluginKind<P> kind, PluginPlace place) {
    PluginDiscovery<P> discovery = PluginDiscovery.of(kind.name(), kind.type(), place);
    discovery.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
    for (Plugin<P> plugin : discovery.plugins()) {
      Plugin<?> first = found.get(kind).putIfAbsent(plugin.id(), plugin);
      if (first != null && first.provider().getClass() != plugin.provider().getClass()) {
        problems.add(
            new Plugin.Problem(
                kind.name(),
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
    return require(PluginKind.HEAD, id);
  }

  /**
   * Returns the loss with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<LossProvider> loss(String id) {
    return require(PluginKind.LOSS, id);
  }

  /**
   * Returns the solver with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<SolverProvider> solver(String id) {
    return require(PluginKind.SOLVER, id);
  }

  /**
   * Returns all heads, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<HeadProvider>> heads() {
    return plugins(PluginKind.HEAD);
  }

  /**
   * Returns all losses, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<LossProvider>> losses() {
    return plugins(PluginKind.LOSS);
  }

  /**
   * Returns all solvers, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<SolverProvider>> solvers() {
    return plugins(PluginKind.SOLVER);
  }

  /**
   * Returns the preprocessing step with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<StepProvider> step(String id) {
    return require(PluginKind.STEP, id);
  }

  /**
   * Returns the exporter with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<ExporterProvider> exporter(String id) {
    return require(PluginKind.EXPORTER, id);
  }

  /**
   * Returns the engine with an id.
   *
   * @param id the id
   * @return the plugin
   * @throws InvalidInputException if there is none; lists those that are there
   */
  public Plugin<EngineProvider> engine(String id) {
    return require(PluginKind.ENGINE, id);
  }

  /**
   * Returns all engines, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<EngineProvider>> engines() {
    return plugins(PluginKind.ENGINE);
  }

  /**
   * Returns all preprocessing steps from outside, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<StepProvider>> steps() {
    return plugins(PluginKind.STEP);
  }

  /**
   * Returns all metrics from outside, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<MetricProvider>> metrics() {
    return plugins(PluginKind.METRIC);
  }

  /**
   * Returns all token readers from outside, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<TokenReaderProvider>> readers() {
    return plugins(PluginKind.READER);
  }

  /**
   * Returns all exporters from outside, sorted by id.
   *
   * @return the plugins
   */
  public Collection<Plugin<ExporterProvider>> exporters() {
    return plugins(PluginKind.EXPORTER);
  }

  /**
   * Returns every plugin, by kind and id.
   *
   * @return the plugins
   */
  public Collection<Plugin<?>> all() {
    return found.values().stream().flatMap(plugins -> plugins.values().stream()).toList();
  }

  @SuppressWarnings("unchecked") // find puts plugins of a kind below that kind alone
  private <P extends Provider<?>> List<Plugin<P>> plugins(PluginKind<P> kind) {
    return found.get(kind).values().stream().map(plugin -> (Plugin<P>) plugin).toList();
  }

  /**
   * Returns what was found but could not be used.
   *
   * @return one entry a broken or duplicate provider
   */
  public List<Plugin.Problem> problems() {
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
   * @param kind head, loss, solver, step, metric, reader or exporter
   * @param id the id
   * @return the plugin; empty if there is none, or it comes with convex-heads
   */
  public Optional<Plugin<?>> outside(String kind, String id) {
    return all().stream()
        .filter(plugin -> plugin.kind().equals(kind) && plugin.id().equals(id))
        .filter(plugin -> !plugin.builtIn())
        .findFirst();
  }

  /**
   * Says which plugin is at fault for something that was thrown, if it was thrown in the code of a
   * plugin that does not come with convex-heads.
   *
   * @param thrown what was thrown
   * @return one line with plugin, jar, method and what was thrown; empty if no plugin is at fault
   */
  public Optional<InvalidInputException> failure(Throwable thrown) {
    if (PluginFailure.innermost(thrown) instanceof BrokenContractException broken) {
      return PluginFrames.of(all())
          .owner(broken.part())
          .map(
              owner ->
                  new InvalidInputException(
                      "%s failed: %s; tell its author, or choose another"
                          .formatted(owner, broken.getMessage()),
                      thrown));
    }
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

  private <P extends Provider<?>> Plugin<P> require(PluginKind<P> kind, String id) {
    List<Plugin<P>> plugins = plugins(kind);
    for (Plugin<P> plugin : plugins) {
      if (plugin.id().equals(id)) {
        return plugin;
      }
    }
    String name = kind.name();
    if (plugins.isEmpty()) {
      throw new InvalidInputException(
          "there is no %s '%s', and no %s at all; add a module that provides one to the class path,"
                  .formatted(name, id, name)
              + " name the folder of its jar (--plugins DIR, PluginCatalog.withFolder), or, where jars are"
              + " packed into one, "
              + MergedServices.REMEDY);
    }
    List<String> ids = plugins.stream().map(Plugin::id).toList();
    String nearest = Spelling.nearest(id, ids).map(n -> "; did you mean " + n + "?").orElse("");
    throw new InvalidInputException(
        "there is no %s '%s'%s; there are: %s%s%s"
                .formatted(
                    name,
                    id,
                    nearest,
                    String.join(", ", ids),
                    brokenNote(name),
                    folderNote(nearest))
            + MergedServices.note(plugins));
  }

  /** An id that is no misspelling may be that of a plugin whose folder was not named. */
  private static String folderNote(String nearest) {
    return nearest.isEmpty()
        ? "; if it is of another jar, put that on the class path, or name its folder (--plugins DIR, PluginCatalog.withFolder)"
        : "";
  }

  private String brokenNote(String kind) {
    List<Plugin.Problem> broken = problems.stream().filter(p -> p.concerns(kind)).toList();
    return broken.isEmpty() ? "" : "; not picked up: " + broken.get(0);
  }
}
