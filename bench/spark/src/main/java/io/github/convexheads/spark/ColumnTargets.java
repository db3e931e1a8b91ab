package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** A column of labels: names of classes, numbers of classes, or values. */
final class ColumnTargets {
  private static final int MOST_CLASSES = 1 << 20;

  private final String name;
  private final DataType type;
  private final List<String> names;

  private ColumnTargets(String name, DataType type, List<String> names) {
    this.name = name;
    this.type = type;
    this.names = names;
  }

  /** The column; its metadata may name the classes, as StringIndexer does. */
  static ColumnTargets of(StructField field) {
    if (!(field.dataType() instanceof NumericType) && !(field.dataType() instanceof StringType)) {
      throw new InvalidInputException(
          "column '%s' is of type %s; a label is a number or text"
              .formatted(field.name(), field.dataType().simpleString()));
    }
    return new ColumnTargets(field.name(), field.dataType(), names(field));
  }

  /** The classes that a column's metadata name, by number; none where they name none. */
  static List<String> names(StructField field) {
    if (field.dataType() instanceof NumericType
        && Attribute.fromStructField(field) instanceof NominalAttribute nominal
        && nominal.values().isDefined()) {
      return List.of(nominal.values().get());
    }
    return List.of();
  }

  /** Classes for whole numbers and text, and where classes are named; values for the rest. */
  Targets targets(LabelColumn labels) {
    return whole() || type instanceof StringType || !names.isEmpty()
        ? classes(labels)
        : values(labels);
  }

  /** As above, but whole numbers that are no classes as values, for whoever may ignore some. */
  Targets stored(LabelColumn labels) {
    boolean outside =
        whole()
            && names.isEmpty()
            && labels.texts().stream()
                .mapToDouble(this::value)
                .anyMatch(value -> value < 0 || value >= MOST_CLASSES);
    return outside ? values(labels) : targets(labels);
  }

  /** Unsigned numbers of 64 bits are decimals without a fraction. */
  private boolean whole() {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || (type instanceof DecimalType decimal && decimal.scale() == 0);
  }

  Targets classes(LabelColumn labels) {
    if (type instanceof StringType) {
      return named(labels);
    }
    int[] known = labels.texts().stream().mapToInt(this::number).toArray();
    int[] numbers = Arrays.stream(labels.rows()).map(row -> known[row]).toArray();
    int largest = Arrays.stream(numbers).max().orElse(0);
    ClassLabels plain = new ClassLabels(numbers, 1, Math.max(largest + 1, names.size()));
    return names.size() > largest ? plain.withNames(names) : plain;
  }

  private Targets named(LabelColumn labels) {
    List<String> all = List.copyOf(new TreeSet<>(labels.texts()));
    if (all.stream().anyMatch(String::isBlank)) {
      throw new InvalidInputException(
          "column '%s' holds a label that is blank; give that class a name, or leave those rows out"
              .formatted(name));
    }
    Map<String, Integer> numbers = new HashMap<>();
    all.forEach(text -> numbers.put(text, numbers.size()));
    int[] known = labels.texts().stream().mapToInt(numbers::get).toArray();
    int[] rows = Arrays.stream(labels.rows()).map(row -> known[row]).toArray();
    return new ClassLabels(rows, 1, all.size()).withNames(all);
  }

  private int number(String text) {
    double value = value(text);
    if (value != Math.rint(value) || value < 0 || value >= MOST_CLASSES) {
      throw new InvalidInputException(
          "column '%s' holds the label %s; classes are whole numbers from 0 to %s"
              .formatted(name, text, MOST_CLASSES - 1));
    }
    return (int) value;
  }

  Targets values(LabelColumn labels) {
    double[] known = labels.texts().stream().mapToDouble(this::value).toArray();
    return Targets.values(Arrays.stream(labels.rows()).mapToDouble(r -> known[r]).toArray(), 1);
  }

  private double value(String text) {
    try {
      return DecimalNumber.parse(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "column '%s' holds '%s', which is no number".formatted(name, text), e);
    }
  }
}
