package io.github.convexheads.api;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.ConfigurationSources;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.ModelFile;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.api.wiring.Overrides;
import io.github.convexheads.api.wiring.Wiring;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The entry point of the library: choose a head and a solver, fit, and read the proof.
 *
 * <pre>{@code
 * Tokens tokens = Tokens.of(features, n, s, d);            // n x s x d, row-major
 * Targets labels = Targets.labels(classes, c);
 * FitResult result =
 *     ConvexHeads.builder()
 *         .head("attention")
 *         .betaFraction(0.1)
 *         .solver("projected-gradient")
 *         .tolerance(1e-6)
 *         .fit(tokens, labels);
 * System.out.println(result.certificate().relativeGap());
 * double[] outputs = result.head().predict(tokens);         // n x c
 * result.head().save(Path.of("head.safetensors"));
 * }</pre>
 *
 * <p>The same in HOCON is {@link #configured(Configuration)} of {@link
 * ConfigurationReader#read(Path)}. There is no static state; fits may run side by side.
 */
@API(status = API.Status.STABLE)
public final class ConvexHeads {
  private final Map<String, String> values;
  private final Map<String, String> origins;
  private final PluginCatalog catalog;
  private final Overrides overrides;
  private final ProgressListener listener;

  private ConvexHeads(
      Map<String, String> values,
      Map<String, String> origins,
      PluginCatalog catalog,
      Overrides overrides,
      ProgressListener listener) {
    this.values = values;
    this.origins = origins;
    this.catalog = catalog;
    this.overrides = overrides;
    this.listener = listener;
  }

  /**
   * Starts from defaults: linear attention, a tenth of beta_max, automatic solver, the plugins on
   * the class path.
   *
   * @return an immutable builder; every method returns a new one
   */
  public static ConvexHeads builder() {
    return new ConvexHeads(
        Map.of(), Map.of(), PluginCatalog.load(), Overrides.none(), ProgressListener.SILENT);
  }

  /**
   * Starts from a configuration.
   *
   * @param configuration the configuration
   * @return an immutable builder; every method returns a new one
   */
  public static ConvexHeads configured(Configuration configuration) {
    Map<String, String> values = new LinkedHashMap<>(configuration.asMap());
    if (!configuration.weight().chosen()) {
      values.remove(configuration.weight().key());
    }
    configuration.run().asMap().forEach((key, text) -> values.put("run." + key, text));
    return new ConvexHeads(
        values,
        configuration.origins(),
        PluginCatalog.load(),
        Overrides.none(),
        ProgressListener.SILENT);
  }

  /**
   * Chooses the head.
   *
   * @param id id of a head plugin
   * @return the new builder
   */
  public ConvexHeads head(String id) {
    return set("head.type", id);
  }

  /**
   * Chooses the solver.
   *
   * @param id id of a solver plugin, or {@code auto}
   * @return the new builder
   */
  public ConvexHeads solver(String id) {
    return set("solver.type", id);
  }

  /**
   * Chooses the loss.
   *
   * @param id id of a loss plugin; by default the one that suits the targets
   * @return the new builder
   */
  public ConvexHeads loss(String id) {
    return set("loss.type", id);
  }

  /**
   * Sets beta as a fraction of beta_max.
   *
   * @param fraction at least 0
   * @return the new builder
   */
  public ConvexHeads betaFraction(double fraction) {
    return without("beta").set("beta-fraction", Double.toString(fraction));
  }

  /**
   * Repeats the random numbers that proofs rest on.
   *
   * @param seed the seed that a certificate recorded
   * @return the new builder
   */
  public ConvexHeads seed(long seed) {
    return set("run.seed", Long.toString(seed));
  }

  /**
   * Sets beta.
   *
   * @param beta at least 0
   * @return the new builder
   */
  public ConvexHeads beta(double beta) {
    return without("beta-fraction").set("beta", Double.toString(beta));
  }

  /**
   * Sets the relative duality gap to reach.
   *
   * @param relativeGap at least 0
   * @return the new builder
   */
  public ConvexHeads tolerance(double relativeGap) {
    return set("solver.tolerance", Double.toString(relativeGap));
  }

  /**
   * Sets any configuration key; of a key that is set twice the last value counts.
   *
   * @param key dotted key, for example {@code head.gates.count}; {@code head} is {@code head.type}
   * @param value the value as text
   * @return the new builder
   */
  public ConvexHeads set(String key, String value) {
    String full = ConfigurationSources.fullKey(Objects.requireNonNull(key, "key"));
    Map<String, String> next = new LinkedHashMap<>(values);
    next.put(full, Objects.requireNonNull(value, "value"));
    Map<String, String> places = new LinkedHashMap<>(origins);
    places.remove(full);
    return new ConvexHeads(next, places, catalog, overrides, listener);
  }

  /**
   * Uses another catalog of plugins.
   *
   * @param plugins the catalog
   * @return the new builder
   */
  public ConvexHeads plugins(PluginCatalog plugins) {
    return new ConvexHeads(values, origins, plugins, overrides, listener);
  }

  /**
   * Overrides or adds Guice bindings.
   *
   * @param bindings replace what the configuration chooses
   * @return the new builder
   */
  public ConvexHeads override(Overrides bindings) {
    return new ConvexHeads(values, origins, catalog, bindings, listener);
  }

  /**
   * Reports progress to a listener, which may also cancel; it hears a warning, too, when a slower
   * kernel has to be used.
   *
   * @param hears the listener
   * @return the new builder
   */
  public ConvexHeads listener(ProgressListener hears) {
    return new ConvexHeads(values, origins, catalog, overrides, hears);
  }

  /**
   * Fits a head and certifies it.
   *
   * @param tokens raw training tokens, n x s x d
   * @param targets n targets
   * @return head, solution and certificate
   * @throws InvalidInputException if configuration and data do not fit; says what would. Also if a
   *     plugin fails; names it with its jar
   */
  public FitResult fit(Tokens tokens, Targets targets) {
    Fitter fitter = fitter(targets);
    try {
      return fitter.fit(tokens, targets, listener);
    } catch (InvalidInputException | StoppedException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      Optional<InvalidInputException> failure = catalog.failure(e);
      if (failure.isPresent()) {
        throw failure.get();
      }
      throw e;
    }
  }

  /**
   * Returns the fitter behind {@link #fit}, for paths and warm starts.
   *
   * @param targets the targets, which decide what the configuration leaves open
   * @return the fitter
   * @throws InvalidInputException if the configuration is not allowed; names key and value
   */
  public Fitter fitter(Targets targets) {
    Configuration asked = configuration();
    return wiring(asked.completedFor(targets, catalog.head(asked.head().type()).provider()))
        .get(Fitter.class);
  }

  /**
   * Returns the configuration so far.
   *
   * @return the configuration
   * @throws InvalidInputException if a key is unknown or a value not allowed
   */
  public Configuration configuration() {
    return ConfigurationReader.read(values, origins);
  }

  /**
   * Loads a saved head with the plugins of this builder.
   *
   * @param file a file that {@link FittedHead#save} wrote
   * @return the head
   * @throws InvalidInputException if the file is missing, damaged or altered, or a plugin it needs
   *     is not there
   */
  public FittedHead load(Path file) {
    return ModelFile.read(file, this::parts);
  }

  private ModelFile.Parts parts(Configuration recorded) {
    Configuration run = configuration();
    Configuration wired =
        new Configuration(
            recorded.head(),
            recorded.loss(),
            recorded.weight(),
            recorded.solver(),
            recorded.step(),
            recorded.preprocess(),
            run.run());
    Wiring wiring = wiring(wired);
    return new ModelFile.Parts(
        wiring.get(Head.class),
        wiring.get(Loss.class),
        recorded.step().map(choice -> wiring.get(PreprocessingStep.class)),
        wiring.get(Kernel.class),
        wiring.get(Workers.class));
  }

  private Wiring wiring(Configuration chosen) {
    Wiring wiring = Wiring.of(chosen, catalog, overrides);
    Kernels.Choice choice = wiring.get(Kernels.Choice.class);
    if (choice.kernel() == wiring.get(Kernel.class)) {
      choice
          .skipped()
          .forEach(
              why -> listener.warned("kernel " + choice.id() + " is used, slower than " + why));
    }
    return wiring;
  }

  private ConvexHeads without(String key) {
    Map<String, String> next = new LinkedHashMap<>(values);
    next.remove(key);
    return new ConvexHeads(next, origins, catalog, overrides, listener);
  }
}
