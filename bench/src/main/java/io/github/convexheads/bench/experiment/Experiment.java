package io.github.convexheads.bench.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.github.convexheads.api.configuration.ConfigurationReader;
import io.github.convexheads.api.configuration.ConfigurationSources;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.RegularizationPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a comparison is asked to do, read from HOCON:
 *
 * <pre>
 * data { tokens = train.npy, labels = train_labels.npy, test { tokens = ..., labels = ... } }
 * split { validation = 0.25 }              # and test = 2000 where there is no data.test
 * seeds = [1, 2, 3]                        # of the validation samples and of the gates
 * beta-fractions = [0.3, 0.1, 0.03, 0.01]  # of beta_max, falling
 * patience = 2                             # beta tried after the best one
 * search-tolerance = 1e-2                  # of the fits that choose beta; 0: the solver's own
 * preprocess { standardize = true }
 * solver { type = auto, tolerance = 1e-3 }
 * heads = [ { type = linear }, { name = mixer-8, type = mixer, activation = gated-relu } ]
 * </pre>
 *
 * <p>Several token sets have a name each and are gone through in the order of their names, with
 * {@code classes}, {@code split} and everything else in common; a set may also have its own {@code
 * test} and {@code classes}:
 *
 * <pre>
 * data {
 *   classes = 100
 *   mobilenet { tokens = m.npy, labels = m_labels.npy }
 *   resnet { tokens = r.npy, labels = r_labels.npy }
 * }
 * </pre>
 *
 * <p>A head may have its own {@code beta-fractions}, {@code patience}, {@code preprocess}, {@code
 * search-tolerance}, {@code solver} and {@code loss}, which win over the common ones.
 *
 * @param heads the heads, at least one, of different names
 * @param seeds the seeds, at least one, all different
 */
public record Experiment(List<ComparedHead> heads, List<Long> seeds) {
  private static final List<String> SHARED =
      List.of(
          "loss", "solver", "preprocess", "run", "beta-fractions", "patience", "search-tolerance");
  private static final List<String> KNOWN =
      List.of(
          "data",
          "split",
          "seeds",
          "beta-fractions",
          "patience",
          "search-tolerance",
          "loss",
          "solver",
          "preprocess",
          "run",
          "heads");
  private static final Config DEFAULTS =
      ConfigFactory.parseString(
          "seeds = [1, 2, 3], patience = 2, search-tolerance = 0,"
              + " beta-fractions = [0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.001]");

  /** Checks that names and seeds differ, and copies the lists. */
  public Experiment {
    heads = List.copyOf(heads);
    seeds = List.copyOf(seeds);
    requireDifferent("heads", heads.stream().map(ComparedHead::name).toList());
    requireDifferent("seeds", seeds);
  }

  private static void requireDifferent(String key, List<?> values) {
    Set<Object> seen = new HashSet<>();
    for (Object value : values) {
      if (!seen.add(value)) {
        throw new InvalidInputException(
            "%s has %s twice; give each its own%s"
                .formatted(key, value, key.equals("heads") ? " name = ..." : ""));
      }
    }
    if (values.isEmpty()) {
      throw new InvalidInputException(key + " is empty; give at least one");
    }
  }

  /**
   * Reads an experiment.
   *
   * @param config parsed and resolved HOCON
   * @return the experiment
   * @throws InvalidInputException if a key is unknown or a value not allowed
   */
  public static Experiment read(Config config) {
    ExperimentKeys.requireKnown(config, "an experiment", KNOWN);
    Config root = config.withFallback(DEFAULTS);
    List<ComparedHead> heads = new ArrayList<>();
    if (!root.hasPath("heads")) {
      throw new InvalidInputException("heads is not given; write heads = [ { type = linear } ]");
    }
    for (Config head : ExperimentKeys.value(root, "heads", root::getConfigList)) {
      heads.add(head(head, root));
    }
    return new Experiment(heads, ExperimentKeys.value(root, "seeds", root::getLongList));
  }

  private static ComparedHead head(Config head, Config root) {
    Config own = head;
    Config bare = head.withoutPath("name");
    for (String key : SHARED) {
      bare = bare.withoutPath(key);
      if (root.hasPath(key)) {
        own = ConfigurationSources.combine(own, root.withOnlyPath(key));
      }
    }
    Config asked = ConfigFactory.empty().withValue("head", bare.root());
    for (String section : List.of("loss", "solver", "preprocess", "run")) {
      if (own.hasPath(section)) {
        asked = asked.withValue(section, own.getValue(section));
      }
    }
    if (!bare.hasPath("type")) {
      asked = asked.withValue("head.type", ConfigValueFactory.fromAnyRef("attention"));
    }
    return new ComparedHead(
        name(head),
        ConfigurationReader.read(asked),
        new RegularizationPath(ExperimentKeys.value(own, "beta-fractions", own::getDoubleList)),
        ExperimentKeys.value(own, "patience", own::getInt),
        ExperimentKeys.value(own, "search-tolerance", own::getDouble));
  }

  private static String name(Config head) {
    if (head.hasPath("name")) {
      return ExperimentKeys.value(head, "name", head::getString);
    }
    String type = word(head, "type").orElse("attention");
    return word(head, "activation").map(activation -> type + "-" + activation).orElse(type);
  }

  private static Optional<String> word(Config head, String key) {
    return head.hasPath(key)
        ? Optional.of(ExperimentKeys.value(head, key, head::getString))
        : Optional.empty();
  }

  /**
   * Returns this experiment with some of its heads.
   *
   * @param names names of heads
   * @return the smaller experiment
   * @throws InvalidInputException if there is no head of a name
   */
  public Experiment only(List<String> names) {
    List<String> all = heads.stream().map(ComparedHead::name).toList();
    for (String name : names) {
      if (!all.contains(name)) {
        throw new InvalidInputException(
            "there is no head %s; there are %s".formatted(name, String.join(", ", all)));
      }
    }
    return new Experiment(heads.stream().filter(c -> names.contains(c.name())).toList(), seeds);
  }
}
