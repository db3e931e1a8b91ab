package io.github.convexheads.api.internal.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of comma-separated values (RFC 4180): fields may be quoted, a quote in them is doubled, and
 * quoted fields may hold commas and line ends. Blank lines may stand at the end alone.
 */
final class CsvText {
  private final String name;
  private final String text;
  private int at;

  /** The text of a file. */
  CsvText(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** All rows, which must have the same number of fields. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    int end = text.stripTrailing().length();
    while (at < end) {
      requireContent(rows.size() + 1);
      List<String> row = row(rows.size() + 1);
      if (!rows.isEmpty() && row.size() != rows.get(0).size()) {
        throw new FormatException(
            name,
            "row %s has %s fields, the first has %s, %s; the first row names the columns, and commas separate the fields of a .csv file"
                .formatted(
                    rows.size() + 1,
                    row.size(),
                    rows.get(0).size(),
                    FormatException.quote(String.join(",", rows.get(0)))));
      }
      rows.add(row);
    }
    return rows;
  }

  /** A blank line may be a value that is missing, so that it is not left out. */
  private void requireContent(int number) {
    int next = at;
    while (text.charAt(next) == ' ' || text.charAt(next) == '\t') {
      next++;
    }
    if (text.charAt(next) == '\r' || text.charAt(next) == '\n') {
      throw new FormatException(
          name,
          "row %s is blank; give it its %s, or leave it out"
              .formatted(number, number == 1 ? "names of columns" : "values"));
    }
  }

  private List<String> row(int number) {
    List<String> fields = new ArrayList<>();
    do {
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted(number) : plain());
    } while (accept(','));
    boolean carriage = accept('\r');
    boolean ended = accept('\n') || carriage;
    if (!ended && at < text.length()) {
      throw new FormatException(name, "row %s goes on after a quoted field".formatted(number));
    }
    return fields;
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted(int number) {
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (accept('"')) {
        field.append('"');
      } else {
        return field.toString();
      }
    }
    throw new FormatException(name, "row %s has a quote that does not end".formatted(number));
  }

  private boolean accept(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }
}
