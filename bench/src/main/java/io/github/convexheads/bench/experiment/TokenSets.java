package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.loss.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The token sets that the section {@code data} of an experiment names, not read yet.
 *
 * <p>Where {@code data} has {@code tokens}, {@code labels} or {@code test} itself, it is one set
 * without a name; otherwise each of its sections is a set.
 *
 * @param root parsed HOCON of the experiment
 * @param names the names of the sets, sorted; one empty name for a set without a name
 */
public record TokenSets(Hocon root, List<String> names) {
  private static final List<String> OF_ONE = List.of("tokens", "labels", "test");
  private static final String CLASSES = "classes";

  /** Copies the names. */
  public TokenSets {
    names = List.copyOf(names);
  }

  /**
   * Finds the sets of an experiment.
   *
   * @param root parsed HOCON
   * @return its sets, sorted by name, since HOCON keeps no order of keys
   * @throws InvalidInputException if there is none, {@code data} is both one set and several, a key
   *     is unknown or a name not allowed
   */
  public static TokenSets of(Hocon root) {
    Hocon data = root.section("data");
    List<String> own = OF_ONE.stream().filter(data.keys()::contains).toList();
    List<String> names =
        data.keys().stream()
            .filter(key -> !OF_ONE.contains(key) && !key.equals(CLASSES))
            .filter(key -> data.isSection(Hocon.path(key)))
            .sorted()
            .toList();
    if (!own.isEmpty() && !names.isEmpty()) {
      throw new InvalidInputException(
          "data has %s and also the section %s%s; write data { tokens, labels, test } for one token set or data { NAME { tokens, labels, test } } for several"
              .formatted(
                  String.join(", ", own),
                  String.join(", ", names),
                  ExperimentKeys.hint(names.get(0), OF_ONE)));
    }
    List<String> known = new ArrayList<>(names.isEmpty() ? DataFiles.KEYS : names);
    known.addAll(names.isEmpty() ? List.of("test", CLASSES) : List.of(CLASSES));
    ExperimentKeys.requireKnown(
        data, names.isEmpty() ? "data" : "data, whose sections are token sets", known);
    if (own.isEmpty() && names.isEmpty()) {
      throw new InvalidInputException(
          "data.tokens is not given; write it in the file or as --set data.tokens=FILE, or name token sets: data { NAME { tokens = FILE, labels = FILE } }");
    }
    names.forEach(name -> ExperimentKeys.requireFileName("token set", name));
    return new TokenSets(root, names.isEmpty() ? List.of("") : names);
  }

  /**
   * Returns some of the sets.
   *
   * @param chosen names of sets
   * @return the sets of these names, sorted
   * @throws InvalidInputException if there is no set of a name, or none has a name
   */
  public TokenSets only(List<String> chosen) {
    if (names.contains("")) {
      throw new InvalidInputException(
          "--sets %s chooses token sets by name, but data has one set without a name; leave out --sets, or write data { NAME { tokens, labels } }"
              .formatted(String.join(",", chosen)));
    }
    for (String name : chosen) {
      if (!names.contains(name)) {
        throw new InvalidInputException(
            "there is no token set %s; there are %s".formatted(name, String.join(", ", names)));
      }
    }
    return new TokenSets(root, names.stream().filter(chosen::contains).toList());
  }

  /**
   * Checks that results of every set can be kept, before the work that leads to them.
   *
   * @param results the folder of all results
   * @throws InvalidInputException if they cannot; says why
   */
  public void requireWritable(Path results) {
    names.forEach(name -> folder(results, name).requireWritable());
  }

  /** Returns where results of a set are kept: a folder of its name, or the given one itself. */
  static ResultFolder folder(Path results, String name) {
    return new ResultFolder(results.resolve(name));
  }

  /**
   * Returns all files that the sets name.
   *
   * @return files of tokens, of labels and of weights
   * @throws InvalidInputException if one is not given
   */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      String section = section(name);
      for (String part : List.of(section, section + ".test")) {
        files.addAll(TokenSet.about(what(name), new DataFiles(root, part, section)::all));
      }
    }
    return files;
  }

  private static String what(String name) {
    return name.isEmpty() ? "" : "token set " + name;
  }

  private static String section(String name) {
    return name.isEmpty() ? "data" : Hocon.path("data", name);
  }

  /**
   * Reads all sets.
   *
   * @param loss the loss of all heads, where one is chosen; by it targets that could be several
   *     things are decided
   * @return the sets, in the order of their names
   * @throws InvalidInputException if a file is not given, missing or does not fit
   */
  public List<TokenSet> read(Optional<Loss> loss) {
    return names.stream().map(name -> read(name, loss)).toList();
  }

  private TokenSet read(String name, Optional<Loss> loss) {
    String section = section(name);
    return TokenSet.about(
        what(name), () -> new TokenSet(name, ExperimentData.read(root, section, loss)));
  }
}
