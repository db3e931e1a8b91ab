package io.github.convexheads.bench.text;

/** Names from files as they may be sent to a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * Shows control characters, which a terminal would obey, instead of sending them: line breaks,
   * escapes, and those that turn the direction of writing.
   *
   * @param text any text
   * @return the text with each such character written as {@code \}{@code uXXXX}
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (harmless(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format("\\u%04x", c));
              }
            });
    return shown.toString();
  }

  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
