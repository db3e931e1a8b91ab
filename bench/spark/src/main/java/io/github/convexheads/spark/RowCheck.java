package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Checks the rows of a partition, and tells the driver what it must know of them. */
final class RowCheck implements FlatMapFunction<Iterator<SampleRow>, RowSummary> {
  private static final long serialVersionUID = 1;

  /** Where a row is of itself: its file and its number there. */
  private static final Pattern PLACE = Pattern.compile("\\{\\d+, (.+), (\\d+)\\}");

  private final boolean labelled;
  private final boolean weighted;
  private final boolean numbered;

  RowCheck(SampleColumns columns) {
    this.labelled = columns.label().isPresent();
    this.weighted = columns.weight().isPresent();
    this.numbered = columns.id().isPresent();
  }

  @Override
  public Iterator<RowSummary> call(Iterator<SampleRow> rows) {
    LabelColumn.Collector labels = new LabelColumn.Collector();
    DoubleStream.Builder weights = DoubleStream.builder();
    int count = 0;
    int length = 0;
    String first = "";
    String before = null;
    while (rows.hasNext()) {
      SampleRow row = rows.next();
      String name = name(row, before);
      int own = checked(row, name);
      if (count == 0) {
        length = own;
        first = name;
      }
      RowSummary.requireLength(own, name, length, first);
      if (labelled) {
        labels.add(row.getLabel());
      }
      if (weighted) {
        weights.add(row.getWeight());
      }
      before = row.getId();
      count++;
    }
    double[] all = weights.build().toArray();
    return List.of(new RowSummary(count, length, first, labels.column(), all)).iterator();
  }

  /** What messages call a row; ids, which are sorted, must differ from one to the next. */
  private String name(SampleRow row, String before) {
    if (!numbered) {
      return "a row";
    }
    if (row.getId() == null) {
      throw new InvalidInputException("a row has no id; every row needs one of its own");
    }
    if (row.getId().equals(before)) {
      throw new InvalidInputException(
          "two rows have the id %s; every row needs one of its own".formatted(before));
    }
    Matcher place = PLACE.matcher(row.getId());
    return place.matches()
        ? "row %s of %s".formatted(place.group(2), place.group(1))
        : "the row of id " + row.getId();
  }

  private int checked(SampleRow row, String name) {
    if (row.getFloats() == null && row.getDoubles() == null) {
      throw new InvalidInputException(name + " has no features");
    }
    if (labelled && row.getLabel() == null) {
      throw new InvalidInputException(name + " has no label");
    }
    if (weighted && row.getWeight() == null) {
      throw new InvalidInputException(name + " has no weight");
    }
    int length = row.getFloats() == null ? row.getDoubles().length : row.getFloats().length;
    for (int i = 0; i < length; i++) {
      double value = row.getFloats() == null ? row.getDoubles()[i] : row.getFloats()[i];
      if (!Double.isFinite(value)) {
        throw new InvalidInputException(
            "%s: feature %s is %s; every value must be finite".formatted(name, i, value));
      }
    }
    return length;
  }
}
