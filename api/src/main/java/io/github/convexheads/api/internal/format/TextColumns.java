package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.internal.text.DecimalNumber;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Columns of a text file, for labels that people keep as text: one value a line in a {@code .txt}
 * file, or the named columns of a {@code .csv} file (RFC 4180). Blank lines at the end are none. A
 * column of whole numbers is int64, one of numbers float64, any other text.
 *
 * @param file the file, UTF-8
 */
record TextColumns(InputFile file) {
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern DIGITS = Pattern.compile("[-+]?\\d+");
  private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[\\s,;]+");
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t|]");

  /** Says whether the name of a file ends as that of a text file. */
  static boolean named(InputFile file) {
    return lines(file) || csv(file);
  }

  private static boolean lines(InputFile file) {
    return file.name().toLowerCase(Locale.ROOT).endsWith(".txt");
  }

  private static boolean csv(InputFile file) {
    return file.name().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** All columns. */
  SortedMap<String, ArrayEntry> all() {
    String text = text();
    SortedMap<String, ArrayEntry> columns = new TreeMap<>();
    if (lines(file)) {
      List<String> values = lineValues(text);
      requireOneEach(values);
      columns.put("", column(file.name(), values));
      return columns;
    }
    List<List<String>> rows = new CsvText(file.name(), text).rows();
    if (rows.isEmpty()) {
      throw new FormatException(file.name(), "is empty");
    }
    List<String> names = rows.get(0);
    if (names.stream().allMatch(DecimalNumber::written)) {
      throw new FormatException(
          file.name(),
          "begins with "
              + FormatException.quote(String.join(",", names))
              + ", which names no column; give columns names, or keep one value a line in a .txt"
              + " file");
    }
    if (names.size() == 1 && OTHER_SEPARATOR.matcher(names.get(0)).find()) {
      throw new FormatException(
          file.name(),
          "begins with "
              + FormatException.quote(names.get(0))
              + ", which is one column; the fields of a .csv file are separated by commas");
    }
    for (int c = 0; c < names.size(); c++) {
      int index = c;
      List<String> values = rows.stream().skip(1).map(row -> row.get(index)).toList();
      String name = names.get(c).strip();
      if (columns.put(name, column(file.name() + ": " + name, values)) != null) {
        throw new FormatException(
            file.name(),
            "has two columns named "
                + FormatException.quote(name)
                + "; the first row names the columns");
      }
    }
    return columns;
  }

  private String text() {
    ReadLimits.ofPipe().check(file.name(), file.size());
    byte[] bytes =
        file.read(in -> in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, file.size())));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new FormatException(file.name(), "is not UTF-8 text", e);
    }
  }

  private List<String> lineValues(String text) {
    List<String> values = new ArrayList<>();
    for (String line : text.stripTrailing().lines().toList()) {
      if (line.isBlank()) {
        throw new FormatException(
            file.name(),
            "line "
                + (values.size() + 1)
                + " is empty; every line is a value, only the end may be blank");
      }
      values.add(line.strip());
    }
    return values;
  }

  /** A line of several numbers is a row of a matrix, and no name. */
  private void requireOneEach(List<String> lines) {
    if (all(lines, TextColumns::severalNumbers)) {
      throw new FormatException(
          file.name(),
          "has several numbers a line, for example "
              + FormatException.quote(lines.get(0))
              + "; a .txt file holds one value a line, save a matrix with numpy.save");
    }
  }

  private static boolean severalNumbers(String line) {
    String[] parts = BETWEEN_NUMBERS.split(line);
    return parts.length > 1 && Arrays.stream(parts).allMatch(DecimalNumber::written);
  }

  private static ArrayEntry column(String name, List<String> values) {
    Shape shape = Shape.of(values.size());
    if (all(values, WHOLE.asMatchPredicate())) {
      long[] numbers = values.stream().mapToLong(Long::parseLong).toArray();
      StoredArray array = StoredArray.of(numbers, numbers.length).named(name);
      return ArrayEntry.ofNumbers(name, ElementType.INT64, shape, () -> array);
    }
    // Whole numbers that int64 does not hold keep their digits as text.
    if (all(values, DecimalNumber::written) && !all(values, DIGITS.asMatchPredicate())) {
      return ArrayEntry.ofNumbers(
          name,
          ElementType.FLOAT64,
          shape,
          () -> StoredArray.of(numbers(name, values), values.size()).named(name));
    }
    StoredText text = new StoredText(name, shape, values);
    return ArrayEntry.ofText(name, shape, () -> text);
  }

  /** Numbers that no double is near are refused, rather than taken for infinity, 0 or a name. */
  private static double[] numbers(String name, List<String> values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = DecimalNumber.parse(values.get(i));
      } catch (NumberFormatException e) {
        throw new FormatException(
            name,
            ("value %s is %s, beyond the range of double precision (about 1e-323 to 1.8e308);"
                    + " put a letter before it if it is a name")
                .formatted(i + 1, FormatException.quote(values.get(i))),
            e);
      }
    }
    return numbers;
  }

  private static boolean all(List<String> values, Predicate<String> wanted) {
    return !values.isEmpty() && values.stream().allMatch(wanted);
  }
}
