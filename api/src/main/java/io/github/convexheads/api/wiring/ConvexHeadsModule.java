package io.github.convexheads.api.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.configuration.RunSettings;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Binds {@link Head}, {@link Loss}, {@link Solver}, {@link Kernel} and {@link Workers} as a
 * completed {@link Configuration} chooses them from a {@link PluginCatalog}; {@link Overrides} come
 * before it.
 */
final class ConvexHeadsModule extends AbstractModule {
  private final Configuration configuration;
  private final PluginCatalog catalog;

  /**
   * Wires a configuration.
   *
   * @param configuration completed by {@link Configuration#completedFor}
   * @param catalog the plugins to choose from
   */
  ConvexHeadsModule(Configuration configuration, PluginCatalog catalog) {
    this.configuration = configuration;
    this.catalog = catalog;
  }

  @Override
  protected void configure() {
    bind(PluginCatalog.class).toInstance(catalog);
    choose(Configuration.class, this::configuration);
    choose(Head.class, this::head);
    choose(PreprocessingStep.class, this::step);
    choose(Loss.class, this::loss);
    choose(Solver.class, this::solver);
    choose(Kernels.Choice.class, this::kernelChoice);
    Provider<Kernels.Choice> kernel = getProvider(Kernels.Choice.class);
    choose(Kernel.class, () -> kernel.get().kernel());
    choose(Workers.class, this::workers);
    bind(Fitter.class).toProvider(fitter());
  }

  /**
   * What the configuration chooses. Methods with {@code @Provides} would do the same, but Guice
   * writes classes for them by means that newer Java versions warn of.
   *
   * @param module the module that chooses
   * @param supplier makes it
   */
  record Chosen<T>(ConvexHeadsModule module, Supplier<T> supplier) implements Provider<T> {
    @Override
    public T get() {
      return supplier.get();
    }
  }

  private <T> void choose(Class<T> type, Supplier<T> supplier) {
    bind(type).toProvider((Provider<T>) new Chosen<>(this, supplier)).in(Singleton.class);
  }

  private Configuration configuration() {
    HeadProvider head = catalog.head(configuration.head().type()).provider();
    return configuration.withRecommended(head.recommendedPreprocessing());
  }

  private Provider<Fitter> fitter() {
    Provider<Injector> injector = getProvider(Injector.class);
    Provider<Configuration> chosen = getProvider(Configuration.class);
    Provider<Head> head = getProvider(Head.class);
    Provider<Loss> loss = getProvider(Loss.class);
    Provider<Solver> solver = getProvider(Solver.class);
    Provider<PreprocessingStep> first = getProvider(PreprocessingStep.class);
    Provider<Kernel> kernel = getProvider(Kernel.class);
    Provider<Workers> workers = getProvider(Workers.class);
    return () -> {
      Configuration asked = chosen.get();
      Head h = head.get();
      Loss l = loss.get();
      Solver s = solver.get();
      Configuration ran = new BoundParts(injector.get(), this).recorded(asked, h, l, s);
      Optional<PreprocessingStep> step = asked.step().map(choice -> first.get());
      return new Fitter(ran, new Fitter.Parts(h, l, s, step, kernel.get(), workers.get()), catalog);
    };
  }

  private Head head() {
    return create("head", catalog.head(configuration.head().type()), configuration.head());
  }

  private PreprocessingStep step() {
    Configuration.PluginChoice choice =
        configuration
            .step()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "no preprocessing step is chosen as preprocess.step"));
    Plugin<StepProvider> plugin = catalog.step(choice.type());
    return new CheckedStep(plugin, create("preprocess.step", plugin, choice));
  }

  private Loss loss() {
    Configuration.PluginChoice choice =
        configuration
            .loss()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "no loss is chosen; set loss.type = softmax or squared"));
    Plugin<LossProvider> plugin = catalog.loss(choice.type());
    Loss loss = create("loss", plugin, choice);
    plugin.call("metrics()", loss::metrics);
    return loss;
  }

  private Solver solver() {
    Configuration.PluginChoice choice = configuration.solver();
    if (choice.type().equals("auto")) {
      Settings settings =
          Settings.of("solver", StoppingRule.SETTINGS, choice.values(), choice.origins());
      return Fitter.automatic(catalog, settings);
    }
    return create("solver", catalog.solver(choice.type()), choice);
  }

  private Kernels.Choice kernelChoice() {
    String id = configuration.run().get(RunSettings.KERNEL);
    Kernels kernels = Kernels.discover();
    return id.equals("auto") ? kernels.choose() : kernels.choose(id);
  }

  private Workers workers() {
    int threads = configuration.run().get(RunSettings.THREADS);
    return threads == 0 ? Workers.all() : Workers.of(threads);
  }

  private static <T> T create(
      String section,
      Plugin<? extends io.github.convexheads.api.settings.Provider<T>> plugin,
      Configuration.PluginChoice choice) {
    Settings settings = Settings.of(section, plugin.settings(), choice.values(), choice.origins());
    return plugin.call("create()", () -> plugin.provider().create(settings));
  }
}
