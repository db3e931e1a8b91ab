package io.github.convexheads.bench.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in the Markdown of GitHub, aligned so that it also reads as text. One that is wider than
 * the terminal is cut between columns into several, each of which begins with the first column.
 */
public final class TextTable {
  private final String[] titles;
  private final int words;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param words how many columns, from the left, hold words and not numbers
   * @param titles the titles of all columns
   */
  public TextTable(int words, List<String> titles) {
    this.words = words;
    this.titles = titles.stream().map(Printable::of).toArray(String[]::new);
  }

  /**
   * Adds a row.
   *
   * @param cells one text for every column
   * @return this table
   */
  public TextTable row(List<String> cells) {
    if (cells.size() != titles.length) {
      throw new IllegalArgumentException(
          "a row of %d cells in a table of %d columns".formatted(cells.size(), titles.length));
    }
    rows.add(cells.stream().map(Printable::of).toArray(String[]::new));
    return this;
  }

  /**
   * Returns the table as lines.
   *
   * @param width the columns of the terminal; a first and one more column are never cut
   * @return the lines; parts of a table are apart by an empty line
   */
  public List<String> lines(int width) {
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    int from = 1;
    while (from < titles.length || lines.isEmpty()) {
      int to = from;
      int used = 4 + widths[0];
      while (to < titles.length && (to == from || used + 3 + widths[to] <= width)) {
        used += 3 + widths[to];
        to++;
      }
      if (!lines.isEmpty()) {
        lines.add("");
      }
      part(lines, widths, from, to);
      from = to;
    }
    return lines;
  }

  private void part(List<String> lines, int[] widths, int from, int to) {
    lines.add(line(titles, widths, from, to));
    StringBuilder rule = new StringBuilder("|");
    for (int k = 0; k < to; k = k == 0 ? from : k + 1) {
      rule.append(k < words ? ":" : "-")
          .append("-".repeat(widths[k]))
          .append(k < words ? "-|" : ":|");
    }
    lines.add(rule.toString());
    rows.forEach(row -> lines.add(line(row, widths, from, to)));
  }

  private String line(String[] cells, int[] widths, int from, int to) {
    StringBuilder text = new StringBuilder("|");
    for (int k = 0; k < to; k = k == 0 ? from : k + 1) {
      String pad = " ".repeat(widths[k] - length(cells[k]));
      text.append(' ').append(k < words ? cells[k] + pad : pad + cells[k]).append(" |");
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = Arrays.stream(titles).mapToInt(TextTable::length).toArray();
    for (String[] row : rows) {
      for (int k = 0; k < widths.length; k++) {
        widths[k] = Math.max(widths[k], length(row[k]));
      }
    }
    return widths;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
