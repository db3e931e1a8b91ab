package io.github.convexheads.bench.explain;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A CSV file with a line of titles, as this program writes them: numbers and words by column. */
final class NumberTable {
  private static final int MOST_BYTES = 1 << 28;

  private final Path file;
  private final List<String> titles;
  private final List<String[]> rows = new ArrayList<>();

  private NumberTable(Path file, List<String> titles) {
    this.file = file;
    this.titles = titles;
  }

  /** Reads a file whose titles must begin as given; {@code otherwise} says what it is not. */
  static NumberTable read(Path file, String otherwise, String expected) {
    List<String> lines = BoundedFile.lines(file, MOST_BYTES);
    if (lines.isEmpty() || !(lines.get(0) + ",").startsWith(expected + ",")) {
      throw new InvalidInputException(
          "%s %s: its first line must be %s".formatted(file, otherwise, expected));
    }
    NumberTable table = new NumberTable(file, Arrays.asList(lines.get(0).split(",", -1)));
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != table.titles.size()) {
        throw new InvalidInputException(
            "%s, line %d: '%s' has %d fields, but there are %d titles"
                .formatted(file, i + 1, lines.get(i), cells.length, table.titles.size()));
      }
      table.rows.add(cells);
    }
    return table;
  }

  int rows() {
    return rows.size();
  }

  double[] column(String title) {
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      String cell = cell(i, title);
      try {
        values[i] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "%s, line %d: %s '%s' is no number".formatted(file, i + 2, title, cell), e);
      }
    }
    return values;
  }

  double[] columnOrNaN(String title) {
    double[] none = new double[rows.size()];
    Arrays.fill(none, Double.NaN);
    return titles.contains(title) ? column(title) : none;
  }

  /** Returns a field; empty where there is no such column. */
  String cell(int row, String title) {
    int column = titles.indexOf(title);
    return column < 0 ? "" : rows.get(row)[column];
  }
}
