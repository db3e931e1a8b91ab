package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Names of classes where targets meet a model, or other targets. */
public final class ClassNames {
  private static final int SHOWN = 5;

  /** What is written for a missing label, in lower case; "none" and "na" may well be classes. */
  private static final Set<String> MISSING = Set.of("nan", "n/a", "<na>", "null", "nat");

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

  private ClassNames() {}

  /**
   * Numbers the classes of targets as others are numbered, by their names.
   *
   * @param targets the targets
   * @param names the names to go by; empty where they are not known
   * @param whose whose names these are, for messages, for example {@code the model}
   * @param note hears in one line what was done where names differ
   * @return targets whose classes have these names
   * @throws InvalidInputException if a class that has a sample is not among the names, or columns
   *     of sets of labels have other names
   */
  public static Targets matched(
      Targets targets, List<String> names, String whose, Consumer<String> note) {
    if (targets.names().equals(names) || targets instanceof RealTargets) {
      return targets;
    }
    if (targets.names().isEmpty() || names.isEmpty()) {
      boolean unnamed = targets.names().isEmpty();
      note.accept(
          "%s no names of classes, %s; class numbers are taken as they are"
              .formatted(
                  unnamed ? "the labels have" : whose + " has",
                  (unnamed ? whose + " has " : "the labels have ")
                      + listed(unnamed ? names : targets.names())));
      return unnamed ? named(targets, names) : targets;
    }
    if (targets instanceof ClassLabels labels) {
      return renumbered(labels, names, whose, note);
    }
    throw new InvalidInputException(
        "the labels are called %s, but those of %s %s"
            .formatted(listed(targets.names()), whose, listed(names)));
  }

  /**
   * Gives the classes of targets their names.
   *
   * @param targets the targets
   * @param names one name for every output, or none; classes beyond the largest label may have one
   * @return the targets with names; real targets have none
   * @throws InvalidInputException if there is not one name an output
   */
  public static Targets named(Targets targets, List<String> names) {
    if (targets instanceof ClassLabels labels) {
      return labels.outputs() < names.size() ? extended(labels, names) : labels.withNames(names);
    }
    return targets instanceof MultiLabels labels ? labels.withNames(names) : targets;
  }

  private static ClassLabels renumbered(
      ClassLabels labels, List<String> names, String whose, Consumer<String> note) {
    int[] counts = labels.counts();
    int[] number = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      number[c] = names.indexOf(labels.names().get(c));
      if (number[c] < 0 && counts[c] > 0) {
        throw new InvalidInputException(
            "class %d of the labels is %s, which %s does not know: its classes are %s"
                .formatted(c, labels.names().get(c), whose, listed(names)));
      }
    }
    note.accept(
        "the labels number the classes %s, %s %s; they were matched by name"
            .formatted(listed(labels.names()), whose, listed(names)));
    int rows = labels.samples() * labels.positions();
    int[] matched =
        IntStream.range(0, rows)
            .map(labels::label)
            .map(label -> label == ClassLabels.IGNORED ? label : number[label])
            .toArray();
    return ClassLabels.ignoring(matched, labels.positions(), names.size(), ClassLabels.IGNORED)
        .withNames(names);
  }

  private static ClassLabels extended(ClassLabels labels, List<String> names) {
    int rows = labels.samples() * labels.positions();
    int[] same = IntStream.range(0, rows).map(labels::label).toArray();
    return ClassLabels.ignoring(same, labels.positions(), names.size(), ClassLabels.IGNORED)
        .withNames(names);
  }

  /**
   * Warns of names that people hardly tell apart.
   *
   * @param targets training targets
   * @return one line; empty where all names differ by more than case and blanks
   */
  public static Optional<String> similar(Targets targets) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (String name : targets.names()) {
      String plain =
          INVISIBLE.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).replaceAll("");
      plain = plain.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      alike.computeIfAbsent(plain, key -> new ArrayList<>()).add("'" + name + "'");
    }
    return alike.values().stream()
        .filter(names -> names.size() > 1)
        .findFirst()
        .map(
            names ->
                "classes %s differ only in case or blanks%s and are taken for different classes"
                    .formatted(String.join(", ", names), encoded(names)));
  }

  /** Names that look the same are told what they differ in. */
  private static String encoded(List<String> names) {
    boolean seen =
        names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).distinct().count() == 1;
    return seen ? "" : ", or in how a letter is encoded,";
  }

  /**
   * Warns of a class that is called as missing values are written.
   *
   * @param targets training targets
   * @return one line; empty where no class is called so
   */
  public static Optional<String> missing(Targets targets) {
    return targets.names().stream()
        .filter(name -> MISSING.contains(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(
            name ->
                "a class is called '%s', as missing labels are written; if it is none, leave its samples out"
                    .formatted(name));
  }

  /** For example {@code 0 cat, 1 dog}. */
  static String listed(List<String> names) {
    String first =
        String.join(
            ", ",
            IntStream.range(0, Math.min(SHOWN, names.size()))
                .mapToObj(c -> c + " " + names.get(c))
                .toList());
    return names.size() > SHOWN ? first + ", ... (%d)".formatted(names.size()) : first;
  }
}
