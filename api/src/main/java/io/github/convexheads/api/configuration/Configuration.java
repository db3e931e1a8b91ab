package io.github.convexheads.api.configuration;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.loss.SquaredHingeLossProvider;
import io.github.convexheads.api.internal.loss.SuitedLoss;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Everything that a fit is asked to do.
 *
 * @param head the head, {@code attention} by default
 * @param loss the loss; by default the one that suits the targets
 * @param weight beta or a fraction of beta_max, by default a tenth of it
 * @param solver the solver, or {@code auto}
 * @param step the preprocessing step of a plugin that comes before all others
 * @param preprocess checked settings of the section {@code preprocess}
 * @param run checked settings of the section {@code run}
 */
@API(status = API.Status.STABLE)
public record Configuration(
    PluginChoice head,
    Optional<PluginChoice> loss,
    PenaltyWeight weight,
    PluginChoice solver,
    Optional<PluginChoice> step,
    Settings preprocess,
    Settings run) {

  /** The section of the preprocessing step. */
  public static final String STEP = "preprocess.step";

  /**
   * Returns the configuration in which nothing was chosen.
   *
   * @return linear attention, a tenth of beta_max, automatic solver
   */
  public static Configuration defaults() {
    return new Configuration(
        PluginChoice.of("attention"),
        Optional.empty(),
        PenaltyWeight.DEFAULT,
        PluginChoice.of("auto"),
        Optional.empty(),
        Settings.defaults(),
        Settings.defaults());
  }

  /**
   * Returns this configuration with what was left open decided by the targets: labels ask for
   * softmax cross-entropy, sets of labels for the logistic loss, real values for squared loss; one
   * target a sample asks for mean pooling, one a token for none, of a head that has a setting
   * {@code pooling}; and preprocessing is what the head recommends, unless another is asked for.
   *
   * @param targets the training targets
   * @param provider describes the head
   * @return a configuration with a loss, a pooling where the head can be asked for one, and every
   *     step of preprocessing
   */
  public Configuration completedFor(Targets targets, HeadProvider provider) {
    String suits = SuitedLoss.id(targets);
    String pooling = targets.positions() == 1 ? "mean" : "none";
    String key = HeadSettings.POOLING.key();
    boolean pools = provider.settings().stream().anyMatch(setting -> setting.key().equals(key));
    return new Configuration(
            pools ? head.withDefault(key, pooling) : head,
            Optional.of(completedLoss(loss.orElse(PluginChoice.of(suits)), targets)),
            weight,
            solver,
            step,
            preprocess,
            run)
        .withRecommended(provider.recommendedPreprocessing());
  }

  /** One loss serves targets of two kinds, and a model must say which it was fitted to. */
  private static PluginChoice completedLoss(PluginChoice loss, Targets targets) {
    String several = Boolean.toString(targets.kind() == Targets.Kind.LABELS);
    return loss.type().equals(SquaredHingeLossProvider.ID)
        ? loss.withDefault(SquaredHingeLossProvider.SEVERAL_CLASSES.key(), several)
        : loss;
  }

  /**
   * Returns this configuration with the preprocessing that its head recommends, where a key is not
   * set: if {@code preprocess.recommended} asks for it, and if nothing is asked at all. A model
   * records what was taken.
   *
   * @param recommended text by key of the section {@code preprocess}
   * @return a configuration that asks for no recommendation
   * @throws io.github.convexheads.api.error.InvalidInputException if a key or a value is not
   *     allowed
   */
  public Configuration withRecommended(Map<String, String> recommended) {
    if (!PreprocessSettings.recommended(preprocess)) {
      return this;
    }
    String key = PreprocessSettings.RECOMMENDED.key();
    Map<String, String> steps = new TreeMap<>(recommended);
    steps.putAll(preprocess.asMap());
    steps.remove(key);
    if (steps.isEmpty()) {
      steps.put(key, "false");
    }
    Settings taken =
        Settings.of(
            "the preprocessing that head " + head.type() + " recommends: preprocess",
            PreprocessSettings.SETTINGS,
            steps);
    return new Configuration(head, loss, weight, solver, step, taken, run);
  }

  /**
   * Returns another configuration with one part replaced.
   *
   * @param newHead the head
   * @return the configuration
   */
  public Configuration withHead(PluginChoice newHead) {
    return new Configuration(newHead, loss, weight, solver, step, preprocess, run);
  }

  /**
   * Returns another configuration with one part replaced.
   *
   * @param newLoss the loss
   * @return the configuration
   */
  public Configuration withLoss(PluginChoice newLoss) {
    return new Configuration(head, Optional.of(newLoss), weight, solver, step, preprocess, run);
  }

  /**
   * Returns another configuration with one part replaced.
   *
   * @param newWeight beta or a fraction of beta_max
   * @return the configuration
   */
  public Configuration withWeight(PenaltyWeight newWeight) {
    return new Configuration(head, loss, newWeight, solver, step, preprocess, run);
  }

  /**
   * Returns another configuration with one part replaced.
   *
   * @param newSolver the solver
   * @return the configuration
   */
  public Configuration withSolver(PluginChoice newSolver) {
    return new Configuration(head, loss, weight, newSolver, step, preprocess, run);
  }

  /**
   * Returns another configuration with one more setting of the section {@code preprocess}.
   *
   * @param key the key
   * @param text the value
   * @return the configuration
   * @throws io.github.convexheads.api.error.InvalidInputException if there is no such setting, or
   *     the value is not allowed
   */
  public Configuration withPreprocess(String key, String text) {
    Map<String, String> steps = new TreeMap<>(preprocess.asMap());
    steps.put(key, text);
    Settings more = Settings.of("preprocess", PreprocessSettings.SETTINGS, steps);
    return new Configuration(head, loss, weight, solver, step, more, run);
  }

  /**
   * Returns the configuration as flat text by dotted key, the form that a model records and {@link
   * ConfigurationReader} reads back. Settings of the run are left out: they do not change the
   * result.
   *
   * @return text by key, sorted
   */
  public Map<String, String> asMap() {
    Map<String, String> map = new TreeMap<>();
    put(map, "head", head);
    loss.ifPresent(choice -> put(map, "loss", choice));
    map.put(weight.key(), Double.toString(weight.value()));
    put(map, "solver", solver);
    step.ifPresent(choice -> put(map, STEP, choice));
    preprocess.asMap().forEach((key, text) -> map.put("preprocess." + key, text));
    return map;
  }

  /**
   * Returns where the settings of head, loss and solver were written, by dotted key.
   *
   * @return origins such as {@code run.conf: 3}; lacks keys whose origin is unknown
   */
  public Map<String, String> origins() {
    Map<String, String> map = new TreeMap<>();
    head.origins().forEach((key, origin) -> map.put("head." + key, origin));
    loss.ifPresent(
        choice -> choice.origins().forEach((key, origin) -> map.put("loss." + key, origin)));
    solver.origins().forEach((key, origin) -> map.put("solver." + key, origin));
    step.ifPresent(
        choice -> choice.origins().forEach((key, origin) -> map.put(STEP + "." + key, origin)));
    return map;
  }

  private static void put(Map<String, String> map, String section, PluginChoice choice) {
    map.put(section + ".type", choice.type());
    choice.values().forEach((key, text) -> map.put(section + "." + key, text));
  }

  /**
   * The weight beta of the penalty, absolute or as a fraction of beta_max, the smallest beta whose
   * solution is zero.
   *
   * @param value the number, at least 0
   * @param fraction true if {@code value} is a fraction of beta_max
   * @param chosen whether somebody asked for this weight; false for the default
   */
  public record PenaltyWeight(double value, boolean fraction, boolean chosen) {
    /** The weight where none is asked for: a tenth of beta_max. */
    public static final PenaltyWeight DEFAULT = new PenaltyWeight(0.1, true, false);

    /** Checks the range. */
    public PenaltyWeight {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "%s = %s; it must be a finite number >= 0".formatted(key(fraction), value));
      }
    }

    /**
     * An absolute weight.
     *
     * @param beta at least 0
     * @return the weight
     */
    public static PenaltyWeight absolute(double beta) {
      return new PenaltyWeight(beta, false, true);
    }

    /**
     * A fraction of beta_max.
     *
     * @param fraction at least 0
     * @return the weight
     */
    public static PenaltyWeight fractionOfMax(double fraction) {
      return new PenaltyWeight(fraction, true, true);
    }

    /**
     * Returns the key of the configuration that sets it.
     *
     * @return {@code beta} or {@code beta-fraction}
     */
    public String key() {
      return key(fraction);
    }

    private static String key(boolean fraction) {
      return fraction ? "beta-fraction" : "beta";
    }

    /**
     * Returns beta.
     *
     * @param betaMax beta_max of the program
     * @return the absolute weight
     * @throws InvalidInputException if it is above 0, but so small that its reciprocal overflows
     */
    public double resolve(double betaMax) {
      double beta = fraction ? value * betaMax : value;
      if (beta > 0 && beta < Double.MIN_NORMAL) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s = %s is a beta of %.3g, which double arithmetic hardly tells from 0; say 0, or a beta of at least %.2g",
                key(),
                value,
                beta,
                Double.MIN_NORMAL));
      }
      return beta;
    }
  }

  /**
   * The choice of one plugin, with its settings as text.
   *
   * @param type the plugin's id
   * @param values text by key, below the plugin's section
   * @param origins where each value was written, for messages; may lack keys
   */
  public record PluginChoice(String type, Map<String, String> values, Map<String, String> origins) {

    /** Copies the maps, sorted by key. */
    public PluginChoice {
      Objects.requireNonNull(type, "type");
      values = Collections.unmodifiableMap(new TreeMap<>(values));
      origins = Collections.unmodifiableMap(new TreeMap<>(origins));
    }

    /**
     * A plugin with its defaults.
     *
     * @param type the plugin's id
     * @return the choice
     */
    public static PluginChoice of(String type) {
      return new PluginChoice(type, Map.of(), Map.of());
    }

    /**
     * Returns this choice with one more setting.
     *
     * @param key the key
     * @param text the value
     * @return the new choice
     */
    public PluginChoice with(String key, String text) {
      Map<String, String> next = new TreeMap<>(values);
      next.put(key, text);
      return new PluginChoice(type, next, origins);
    }

    /**
     * Returns this choice with a setting unless it is already given.
     *
     * @param key the key
     * @param text the value
     * @return the new choice
     */
    public PluginChoice withDefault(String key, String text) {
      return values.containsKey(key) ? this : with(key, text);
    }
  }
}
