package io.github.convexheads.api.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.configuration.PluginChoice;
import io.github.convexheads.api.configuration.RunSettings;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.AutoSolver;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.Optional;

/**
 * Binds {@link Head}, {@link Loss}, {@link Solver}, {@link Kernel} and {@link Workers} as a
 * completed {@link Configuration} chooses them from a {@link PluginCatalog}. Library consumers
 * override single bindings with {@code Modules.override(new ConvexHeadsModule(...)).with(...)}.
 */
public final class ConvexHeadsModule extends AbstractModule {
  private final Configuration configuration;
  private final PluginCatalog catalog;

  /**
   * Wires a configuration.
   *
   * @param configuration completed by {@link Configuration#completedFor}
   * @param catalog the plugins to choose from
   */
  public ConvexHeadsModule(Configuration configuration, PluginCatalog catalog) {
    this.configuration = configuration;
    this.catalog = catalog;
  }

  @Override
  protected void configure() {
    bind(PluginCatalog.class).toInstance(catalog);
  }

  @Provides
  @Singleton
  Configuration configuration() {
    HeadProvider head = catalog.head(configuration.head().type()).provider();
    return configuration.withRecommended(head.recommendedPreprocessing());
  }

  @Provides
  Fitter fitter(
      Injector injector,
      Configuration chosen,
      Head head,
      Loss loss,
      Solver solver,
      Kernel kernel,
      Workers workers,
      Provider<PreprocessingStep> first) {
    Configuration ran = new BoundParts(injector, this).recorded(chosen, head, loss, solver);
    Optional<PreprocessingStep> step = chosen.step().map(choice -> first.get());
    return new Fitter(ran, head, loss, solver, step, kernel, workers, catalog);
  }

  @Provides
  @Singleton
  Head head() {
    return create("head", catalog.head(configuration.head().type()), configuration.head());
  }

  @Provides
  @Singleton
  PreprocessingStep step() {
    PluginChoice choice =
        configuration
            .step()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "no preprocessing step is chosen as preprocess.step"));
    Plugin<StepProvider> plugin = catalog.step(choice.type());
    return new CheckedStep(plugin, create("preprocess.step", plugin, choice));
  }

  @Provides
  @Singleton
  Loss loss() {
    PluginChoice choice =
        configuration
            .loss()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "no loss is chosen; set loss.type = softmax or squared"));
    return create("loss", catalog.loss(choice.type()), choice);
  }

  @Provides
  @Singleton
  Solver solver() {
    PluginChoice choice = configuration.solver();
    if (choice.type().equals("auto")) {
      Settings settings =
          Settings.of("solver", StoppingRule.SETTINGS, choice.values(), choice.origins());
      return new AutoSolver(catalog, settings);
    }
    return create("solver", catalog.solver(choice.type()), choice);
  }

  @Provides
  @Singleton
  Kernels.Choice kernelChoice() {
    String id = configuration.run().get(RunSettings.KERNEL);
    Kernels kernels = Kernels.discover();
    return id.equals("auto") ? kernels.choose() : kernels.choose(id);
  }

  @Provides
  @Singleton
  Kernel kernel(Kernels.Choice choice) {
    return choice.kernel();
  }

  @Provides
  @Singleton
  Workers workers() {
    int threads = configuration.run().get(RunSettings.THREADS);
    return threads == 0 ? Workers.all() : Workers.of(threads);
  }

  private static <T> T create(
      String section,
      Plugin<? extends io.github.convexheads.api.settings.Provider<T>> plugin,
      PluginChoice choice) {
    Settings settings = Settings.of(section, plugin.settings(), choice.values(), choice.origins());
    return plugin.call("create()", () -> plugin.provider().create(settings));
  }
}
