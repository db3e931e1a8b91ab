package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.bench.path.BetaGrid;
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
  private static final Hocon DEFAULTS =
      Hocon.of(
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
   * @param written parsed HOCON
   * @return the experiment
   * @throws InvalidInputException if a key is unknown or a value not allowed
   */
  public static Experiment read(Hocon written) {
    ExperimentKeys.requireKnown(written, "an experiment", KNOWN);
    Hocon root = written.orElse(DEFAULTS);
    List<ComparedHead> heads = new ArrayList<>();
    if (!root.has("heads")) {
      throw new InvalidInputException("heads is not given; write heads = [ { type = linear } ]");
    }
    for (Hocon head : listed(root)) {
      heads.add(head(head, root));
    }
    return new Experiment(heads, root.longIntegers("seeds"));
  }

  private static List<Hocon> listed(Hocon root) {
    try {
      return root.sections("heads");
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage() + "; write heads = [ { type = linear } ]", e);
    }
  }

  private static ComparedHead head(Hocon head, Hocon root) {
    Hocon own = head;
    Hocon bare = head.without("name");
    for (String key : SHARED) {
      bare = bare.without(key);
      if (root.has(key)) {
        own = own.over(root.only(key));
      }
    }
    Hocon asked = Hocon.empty().with("head", bare);
    for (String section : List.of("loss", "solver", "preprocess", "run")) {
      if (own.has(section)) {
        asked = own.only(section).over(asked);
      }
    }
    if (!bare.has("type")) {
      asked = asked.with("head.type", "attention", "default");
    }
    return new ComparedHead(
        name(head),
        ConfigurationReader.read(asked),
        BetaGrid.closed(own.numbers("beta-fractions")),
        own.integer("patience"),
        own.number("search-tolerance"));
  }

  private static String name(Hocon head) {
    if (head.has("name")) {
      return head.text("name");
    }
    String type = word(head, "type").orElse("attention");
    return word(head, "activation").map(activation -> type + "-" + activation).orElse(type);
  }

  private static Optional<String> word(Hocon head, String key) {
    return head.has(key) ? Optional.of(head.text(key)) : Optional.empty();
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
