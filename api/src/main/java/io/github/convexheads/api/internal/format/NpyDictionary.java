package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the one Python expression that an NPY header is: <code>{'descr': '&lt;f4',
 * 'fortran_order': False, 'shape': (3, 4), }</code>. The keys may come in any order, each once.
 * Nothing is evaluated, and structured or object dtypes are refused.
 */
final class NpyDictionary {

  private static final Pattern TEXT = Pattern.compile("([<>|=]?)([US])(\\d{1,8})");

  private static final String EXAMPLE =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }";

  private final String name;
  private final String text;
  private int at;

  private String dtype;
  private Boolean fortranOrder;
  private Shape shape;

  /** The text of a header, one character per byte. */
  NpyDictionary(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Parses the whole text, which must have all keys. */
  NpyDictionary parsed() {
    expect('{');
    while (!accept('}')) {
      entry();
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipSpaces();
    if (at < text.length()) {
      throw unexpected("nothing more");
    }
    if (dtype == null || fortranOrder == null || shape == null) {
      throw new FormatException(
          name, "header lacks 'descr', 'fortran_order' or 'shape'; it should read like " + EXAMPLE);
    }
    return this;
  }

  /** What was parsed as the header of an array of numbers, of so many bytes. */
  NpyHeader header(int length) {
    return new NpyHeader(elementType(), byteOrder(), fortranOrder, shape, length);
  }

  /** What was parsed as the header of an array of text, if it is one. */
  Optional<NpyTextHeader> textHeader(int length) {
    Matcher text = TEXT.matcher(dtype);
    if (!text.matches()) {
      return Optional.empty();
    }
    boolean unicode = text.group(2).equals("U");
    ByteOrder order = text.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int width = Integer.parseInt(text.group(3));
    return Optional.of(new NpyTextHeader(unicode, order, width, fortranOrder, shape, length));
  }

  private void entry() {
    String key = string();
    expect(':');
    boolean first;
    switch (key) {
      case "descr" -> {
        first = dtype == null;
        dtype = string();
      }
      case "fortran_order" -> {
        first = fortranOrder == null;
        fortranOrder = truth();
      }
      case "shape" -> {
        first = shape == null;
        shape = shape();
      }
      default ->
          throw new FormatException(
              name, "header has the key " + FormatException.quote(key) + "; none such exists");
    }
    if (!first) {
      throw new FormatException(name, "header has the key '" + key + "' twice");
    }
  }

  private String string() {
    skipSpaces();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote == '[') {
      throw new FormatException(name, "holds records of several fields; plain numbers are needed");
    }
    if (quote != '\'' && quote != '"') {
      throw unexpected("a quoted word");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw unexpected("a quoted word that ends");
    }
    String word = text.substring(at + 1, end);
    at = end + 1;
    return word;
  }

  private boolean truth() {
    skipSpaces();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw unexpected("True or False");
  }

  private Shape shape() {
    List<Long> sizes = new ArrayList<>();
    expect('(');
    while (!accept(')')) {
      sizes.add(size());
      if (sizes.size() > Shape.MAX_RANK) {
        throw new FormatException(name, "has more than " + Shape.MAX_RANK + " dimensions");
      }
      if (!accept(',')) {
        if (sizes.size() == 1) {
          throw unexpected("',' after the only size");
        }
        expect(')');
        break;
      }
    }
    try {
      return new Shape(sizes);
    } catch (InvalidInputException e) {
      throw new FormatException(name, "header says: " + e.getMessage(), e);
    }
  }

  private long size() {
    skipSpaces();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    int end = at;
    if (at < text.length() && text.charAt(at) == 'L') {
      at++; // Python 2 wrote 3L for 3
    }
    try {
      return Long.parseLong(text, start, end, 10);
    } catch (NumberFormatException e) {
      at = start;
      throw unexpected("a size below 2^63");
    }
  }

  private ElementType elementType() {
    boolean prefixed = !dtype.isEmpty() && "<>|=".indexOf(dtype.charAt(0)) >= 0;
    Optional<ElementType> type = ElementType.ofNumpy(prefixed ? dtype.substring(1) : dtype);
    if (type.isEmpty()) {
      throw new FormatException(
          name,
          "holds dtype "
              + FormatException.quote(dtype)
              + "; read are "
              + ElementType.names()
              + remedy());
    }
    return type.get();
  }

  /** What NumPy can turn this type into, which differs from type to type. */
  private String remedy() {
    String code = dtype.replaceFirst("^[<>|=]", "");
    if (code.startsWith("O")) {
      return ", and text (U, S), which NumPy saves for an array of str; convert it, for instance"
          + " with numpy.array(list) or astype(str)";
    }
    if (code.matches("[US]\\d+")) {
      return "; it holds text, and numbers are needed here";
    }
    return code.matches("V\\d*")
        ? "; save it as one of these, for instance from its float32 values"
        : "; save it as one of these, for instance with astype('float32') for values or"
            + " astype('int64') for labels";
  }

  private ByteOrder byteOrder() {
    boolean ofThisMachine = elementType() == ElementType.BFLOAT16 && !dtype.startsWith(">");
    if (elementType().bytes() == 1 || ofThisMachine || dtype.startsWith("<")) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (dtype.startsWith(">")) {
      return ByteOrder.BIG_ENDIAN;
    }
    throw new FormatException(
        name,
        "holds dtype "
            + FormatException.quote(dtype)
            + " without a byte order; it must start with '<' or '>'");
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  private boolean accept(char wanted) {
    skipSpaces();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private FormatException unexpected(String wanted) {
    String found =
        at < text.length() ? FormatException.quote(text.substring(at, at + 1)) : "the end";
    return new FormatException(
        name,
        String.format(
            "header has %s at character %s where %s is expected; it should read like %s",
            found, at + 1, wanted, EXAMPLE));
  }
}
