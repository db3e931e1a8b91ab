package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.Shape;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * Decides what stored values are and takes them for that. Values that could be several things are
 * those that the chosen loss takes, and without one are refused with the ways out.
 */
@API(status = API.Status.INTERNAL)
public final class StoredTargets {
  private final TargetValues values;
  private final TargetReading reading;

  StoredTargets(TargetValues values, TargetReading reading) {
    this.values = values;
    this.reading = reading;
  }

  /**
   * Targets in arrays of files, one after another.
   *
   * @param arrays the arrays, of one type of values and one shape of a target
   * @param reading how the values are to be taken
   * @return the targets
   * @throws InvalidInputException if the values are not of the kind that is asked for, could be of
   *     several kinds, or are not allowed; says what would be right
   */
  public static Targets read(List<FileArray> arrays, TargetReading reading) {
    TargetValues values =
        TargetValues.concatenated(arrays.stream().map(TargetValues::read).toList());
    return new StoredTargets(values, reading).read();
  }

  /**
   * Targets in a column of whole numbers, one a sample.
   *
   * @param name what holds them, for messages
   * @param column n numbers
   * @param reading how they are to be taken
   * @return the targets
   * @throws InvalidInputException as {@link #read(List, TargetReading)}
   */
  public static Targets whole(String name, long[] column, TargetReading reading) {
    Shape shape = Shape.of(column.length);
    return new StoredTargets(new TargetValues(name, "int64", shape, column, null, null), reading)
        .read();
  }

  /**
   * Targets in a column of floating-point numbers, one a sample.
   *
   * @param name what holds them, for messages
   * @param column n finite numbers
   * @param reading how they are to be taken
   * @return the targets
   * @throws InvalidInputException as {@link #read(List, TargetReading)}
   */
  public static Targets real(String name, double[] column, TargetReading reading) {
    Shape shape = Shape.of(column.length);
    return new StoredTargets(new TargetValues(name, "float64", shape, null, column, null), reading)
        .read();
  }

  Targets read() {
    if (values.count() == 0) {
      throw new InvalidInputException(
          "%s has shape %s and so no targets; at least one is needed"
              .formatted(values.name(), values.shape()));
    }
    try {
      return reading.encoding().isPresent() ? as(reading.encoding().get()) : decided(possible());
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(values.name())
          ? e
          : new InvalidInputException(values.name() + ": " + e.getMessage(), e);
    }
  }

  private Targets as(TargetEncoding encoding) {
    boolean labels = encoding == TargetEncoding.CLASSES || encoding == TargetEncoding.NAMES;
    if (reading.ignored().isPresent() && !labels) {
      throw new InvalidInputException(
          "%s is taken as %s, but --ignore-label %s is for class labels; leave those samples out, or let them weigh 0 (--weights)"
              .formatted(values.name(), encoding, reading.ignored().getAsLong()));
    }
    return switch (encoding) {
      case CLASSES -> values.text() == null ? labels().numbered() : labels().named();
      case NAMES -> labels().named();
      case ONE_HOT -> rows().oneHot();
      case MULTI_LABEL -> rows().multiLabels();
      case VALUES -> rows().values();
    };
  }

  private LabelColumns labels() {
    return new LabelColumns(values, reading);
  }

  private TargetRows rows() {
    return new TargetRows(values, reading);
  }

  /** The encodings that values of such a type and shape can be, the most likely first. */
  private List<TargetEncoding> possible() {
    int rank = values.shape().rank();
    if (rank < 1 || rank > 3) {
      throw refused("");
    }
    if (values.text() != null) {
      return List.of(TargetEncoding.NAMES);
    }
    List<TargetEncoding> encodings = new ArrayList<>();
    boolean perToken = rank == 2 && values.last() == reading.tokens().orElse(values.last());
    boolean whole = values.whole() != null;
    if (values.oneHot() || values.nearlyOneHot()) {
      encodings.add(TargetEncoding.ONE_HOT);
    }
    if ((rank == 1 || perToken) && values.allWhole()) {
      encodings.add(TargetEncoding.CLASSES);
    }
    if (rank > 1 && values.binary()) {
      encodings.add(TargetEncoding.MULTI_LABEL);
    }
    if (!whole || reading.suited().isPresent() || encodings.isEmpty()) {
      encodings.add(TargetEncoding.VALUES);
    }
    return encodings;
  }

  private Targets decided(List<TargetEncoding> encodings) {
    if (reading.suited().isPresent()) {
      return suited(encodings, reading.suited().get());
    }
    boolean onlyValues = encodings.equals(List.of(TargetEncoding.VALUES));
    if (onlyValues && values.whole() != null) {
      throw refused("; for whole numbers as real values set loss.type = squared");
    }
    if (encodings.size() > 1) {
      throw undecided(encodings);
    }
    if (encodings.contains(TargetEncoding.ONE_HOT)) {
      throw undecided(encodings);
    }
    return as(encodings.get(0));
  }

  /**
   * One encoding suits, or none; then the loss itself says so. Labels of tokens may be one-hot
   * rows.
   */
  private Targets suited(List<TargetEncoding> encodings, Predicate<Targets> taken) {
    List<TargetEncoding> suiting = new ArrayList<>();
    for (TargetEncoding encoding : encodings) {
      if (taken.test(example(encoding))) {
        suiting.add(encoding);
      }
    }
    if (suiting.contains(TargetEncoding.ONE_HOT) && suiting.contains(TargetEncoding.CLASSES)) {
      throw undecided(suiting);
    }
    return as(suiting.isEmpty() ? encodings.get(0) : suiting.get(0));
  }

  /** The smallest targets of an encoding. */
  private static Targets example(TargetEncoding encoding) {
    return switch (encoding) {
      case CLASSES, NAMES, ONE_HOT -> Targets.labels(new int[] {0, 1}, 2);
      case MULTI_LABEL -> Targets.multiLabels(new boolean[] {true, false}, 2);
      case VALUES -> Targets.values(new double[] {0.5, 1.5}, 2);
    };
  }

  private InvalidInputException undecided(List<TargetEncoding> encodings) {
    List<String> words = encodings.stream().map(this::words).toList();
    List<String> ways = new ArrayList<>();
    for (TargetEncoding encoding : encodings) {
      ways.add("for %s %s".formatted(words(encoding), remedy(encoding)));
    }
    String which =
        String.join(", ", words.subList(0, words.size() - 1))
            + " or "
            + words.get(words.size() - 1);
    return new InvalidInputException(
        "%s holds %s as %s, shape %s: %s? Say which, %s"
            .formatted(
                values.name(),
                content(),
                values.type(),
                values.shape(),
                words.size() > 1 ? which : words.get(0),
                String.join("; ", ways)));
  }

  private String words(TargetEncoding encoding) {
    boolean tokens = encoding == TargetEncoding.CLASSES && values.last() > 1;
    return encoding + (tokens ? " of tokens" : "");
  }

  private String remedy(TargetEncoding encoding) {
    boolean cast = values.real() != null && values.last() == 1;
    return switch (encoding) {
      case VALUES -> "set loss.type = squared";
      case CLASSES -> "--labels-as classes" + (cast ? " or a cast, astype('int64')" : "");
      case ONE_HOT ->
          "--labels-as one-hot" + (values.nearlyOneHot() ? ", once every row has its 1" : "");
      default -> "--labels-as " + encoding.id();
    };
  }

  private String content() {
    if (values.oneHot()) {
      return "rows with a single 1";
    }
    if (values.nearlyOneHot()) {
      return "rows with a single 1 and some with none";
    }
    return values.binary() ? "0 and 1" : "whole numbers";
  }

  private InvalidInputException refused(String more) {
    String s = reading.tokens().isPresent() ? " = n x " + reading.tokens().getAsInt() : "";
    return new InvalidInputException(
        "%s holds %s %s; class labels are n, or n x s%s for one a token, and real values n x c or n x s x c%s"
            .formatted(values.name(), values.type(), values.shape(), s, more));
  }
}
