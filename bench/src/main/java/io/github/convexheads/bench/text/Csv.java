package io.github.convexheads.bench.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values (RFC 4180): fields that need it are quoted. A text that a spreadsheet
 * would compute, because it begins with one of {@code = + - @}, a tab or a carriage return, is
 * written after an apostrophe; numbers are not.
 */
public final class Csv {
  private final StringBuilder text = new StringBuilder();

  /** Creates a table without lines. */
  public Csv() {}

  /**
   * Adds a line.
   *
   * @param fields texts, numbers or truth values; none is null
   * @return this table
   */
  public Csv line(Object... fields) {
    return line(List.of(fields));
  }

  /**
   * Adds a line.
   *
   * @param fields texts, numbers or truth values; none is null
   * @return this table
   */
  public Csv line(List<?> fields) {
    List<String> written = new ArrayList<>();
    fields.forEach(field -> written.add(field(field)));
    text.append(String.join(",", written)).append('\n');
    return this;
  }

  private static String field(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    String plain = value.toString();
    boolean computed = !plain.isEmpty() && "=+-@\t\r".indexOf(plain.charAt(0)) >= 0;
    String harmless = computed ? "'" + plain : plain;
    boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
  }

  /**
   * Returns all lines, each with its line feed.
   *
   * @return the text
   */
  @Override
  public String toString() {
    return text.toString();
  }
}
