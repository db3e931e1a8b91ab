package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import io.github.convexheads.api.internal.text.NaturalOrder;
import io.github.convexheads.api.token.ClassLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Takes stored values for one label each: n, or n x s for one a token. */
record LabelColumns(TargetValues values, TargetReading reading) {
  /** More outputs than that must be twice as few as the classes that occur, or asked for. */
  private static final int MANY_CLASSES = 10_000;

  private static final int NAMES_SHOWN = 10;

  /** Numbers with a decimal comma, separated thousands, a currency or a percent sign. */
  private static final Pattern OTHER_NOTATION =
      Pattern.compile("[-+]?[$\u20ac\u00a3]?[0-9][0-9.,' ]*+%?");

  /** What is written where a number is missing, in lower case. */
  private static final Set<String> MISSING =
      Set.of("nan", "na", "n/a", "<na>", "null", "none", "inf", "-inf", "?", "-");

  /** The values are numbers of classes. */
  ClassLabels numbered() {
    long[] stored = values.asWhole();
    int classes = outputs(stored);
    int[] labels = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      if (ignored(stored[i])) {
        labels[i] = ClassLabels.IGNORED;
      } else if (stored[i] < 0 || stored[i] >= classes) {
        throw outside(stored[i], i, classes);
      } else {
        labels[i] = (int) stored[i];
      }
    }
    return labels(labels, classes, reading.names());
  }

  private boolean ignored(long label) {
    return reading.ignored().isPresent() && reading.ignored().getAsLong() == label;
  }

  private InvalidInputException outside(long label, int index, int classes) {
    boolean signs = LongStream.of(values.asWhole()).allMatch(value -> Math.abs(value) == 1);
    String remedy =
        signs
            ? "; for two classes -1 and 1 say --labels-as names"
            : label < 0
                ? "; if it marks what is to be ignored, say --ignore-label " + label
                : ", of %s classes".formatted(classes);
    return new InvalidInputException(
        "%s: label %s at %s is outside 0..%s%s"
            .formatted(values.name(), label, values.shape().position(index), classes - 1, remedy));
  }

  private int outputs(long[] stored) {
    if (!reading.names().isEmpty()) {
      return reading.names().size();
    }
    if (reading.outputs().isPresent()) {
      return reading.outputs().getAsInt();
    }
    long[] known = LongStream.of(stored).filter(label -> !ignored(label)).toArray();
    long largest = LongStream.of(known).max().orElse(0);
    long different = LongStream.of(known).distinct().count();
    boolean sparse = largest >= MANY_CLASSES && largest >= 2 * different;
    if (sparse || largest >= Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "%s has labels up to %s, but only %s different ones; to take these for classes say --labels-as names, to ignore one --ignore-label %s, and if %s classes are meant --classes %s"
              .formatted(values.name(), largest, different, largest, largest + 1, largest + 1));
    }
    return (int) Math.max(1, largest + 1);
  }

  /** The values are names of classes. */
  ClassLabels named() {
    List<String> words = values.text() == null ? numbers() : values.text();
    String skipped =
        reading.ignored().isPresent() ? Long.toString(reading.ignored().getAsLong()) : null;
    List<String> names = reading.names().isEmpty() ? different(words, skipped) : reading.names();
    Map<String, Integer> index = new HashMap<>();
    names.forEach(name -> index.put(name, index.size()));
    int[] labels = new int[words.size()];
    for (int i = 0; i < labels.length; i++) {
      String word = words.get(i);
      if (word.equals(skipped)) {
        labels[i] = ClassLabels.IGNORED;
      } else if (index.containsKey(word)) {
        labels[i] = index.get(word);
      } else {
        throw unknown(word, i, names);
      }
    }
    return labels(labels, names.size(), names);
  }

  private InvalidInputException unknown(String word, int index, List<String> names) {
    String known = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    String more = names.size() > NAMES_SHOWN ? ", ..." : "";
    return new InvalidInputException(
        "%s: '%s' at %s is none of the %s classes: %s%s"
            .formatted(
                values.name(), word, values.shape().position(index), names.size(), known, more));
  }

  /** Whole numbers without a point, so that names do not depend on the type of the file. */
  private List<String> numbers() {
    if (!values.allWhole()) {
      throw new InvalidInputException(
          values.name() + " holds fractions, which are no names of classes");
    }
    return LongStream.of(values.asWhole()).mapToObj(Long::toString).toList();
  }

  /** The different words, numbers in their order and before other words. */
  private List<String> different(List<String> words, String skipped) {
    Set<String> all = new TreeSet<>(NaturalOrder.OF_TEXT);
    all.addAll(words);
    if (skipped != null) {
      all.remove(skipped);
    }
    if (all.isEmpty()) {
      throw nothing();
    }
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).isBlank() && all.contains(words.get(i))) {
        throw new InvalidInputException(
            "%s: the label at %s is blank; give that class a name, or leave those samples out"
                .formatted(values.name(), values.shape().position(i)));
      }
    }
    requireNoneMissing(words, all);
    requireNames(words, all);
    if (reading.outputs().isPresent() && reading.outputs().getAsInt() != all.size()) {
      throw new InvalidInputException(
          "%s has %s different names, but there are to be %s classes, whose names are not known"
              .formatted(values.name(), all.size(), reading.outputs().getAsInt()));
    }
    return new ArrayList<>(all);
  }

  /** Words such as nan among numbers make no classes of these unless somebody says so. */
  private void requireNoneMissing(List<String> words, Set<String> different) {
    Predicate<String> missing = word -> MISSING.contains(word.toLowerCase(Locale.ROOT));
    List<String> others = different.stream().filter(missing.negate()).toList();
    if (reading.encoding().isPresent()
        || others.size() == different.size()
        || others.isEmpty()
        || !others.stream().allMatch(LabelColumns::isNumber)) {
      return;
    }
    int at = 0;
    while (!missing.test(words.get(at))) {
      at++;
    }
    throw new InvalidInputException(
        "%s: '%s' at %s stands among numbers: leave samples without a target out, or say --labels-as names if it is a class"
            .formatted(values.name(), words.get(at), values.shape().position(at)));
  }

  /** A title above numbers, and numbers that are written in another way, are no names unasked. */
  private void requireNames(List<String> words, Set<String> different) {
    List<String> others = different.stream().filter(word -> !isNumber(word)).toList();
    if (reading.encoding().isPresent() || others.isEmpty()) {
      return;
    }
    int at = words.indexOf(others.get(0));
    boolean title =
        others.size() == 1 && different.size() > 1 && at == words.lastIndexOf(others.get(0));
    if (title) {
      throw new InvalidInputException(
          "%s: '%s' at %s stands alone among numbers: leave it out if it is a title or a missing label, or say --labels-as names if it is a class"
              .formatted(values.name(), words.get(at), values.shape().position(at)));
    }
    if (different.stream().allMatch(OTHER_NOTATION.asMatchPredicate())) {
      throw new InvalidInputException(
          "%s: '%s' at %s seems to be a number, which is written with digits and a decimal point alone; write it so, or say --labels-as names if it is a class"
              .formatted(values.name(), words.get(at), values.shape().position(at)));
    }
  }

  private static boolean isNumber(String word) {
    try {
      return Double.isFinite(DecimalNumber.parse(word));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private InvalidInputException nothing() {
    return new InvalidInputException(values.name() + ": every label is to be ignored");
  }

  private ClassLabels labels(int[] labels, int classes, List<String> names) {
    int rank = values.shape().rank();
    if (rank != 1 && rank != 2) {
      throw new InvalidInputException(
          "%s has shape %s; class labels must be n (one a sample) or n x s (one a token)"
              .formatted(values.name(), values.shape()));
    }
    int positions = rank == 1 ? 1 : Math.toIntExact(values.shape().size(1));
    ClassLabels read = ClassLabels.ignoring(labels, positions, classes, ClassLabels.IGNORED);
    if (read.ignored() == labels.length) {
      throw nothing();
    }
    return read.withNames(names);
  }
}
