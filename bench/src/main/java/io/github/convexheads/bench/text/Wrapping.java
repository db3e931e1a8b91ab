package io.github.convexheads.bench.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines that are broken between words where the terminal ends. */
public final class Wrapping {
  /** A label of a result, with the spaces up to where its text begins. */
  private static final Pattern LABEL = Pattern.compile("\\S[^\\s]*(?: \\S+)* {2,}");

  private static final int INDENT = 2;

  /** Words have at least so much room, however far their label reaches. */
  private static final int LEAST_ROOM = 16;

  private Wrapping() {}

  /**
   * Breaks a line; what follows is set below the text of its label, or else set in by two.
   *
   * @param line one line of text
   * @param width the columns of the terminal
   * @return the lines; a word that is longer than the room for it is on a line of its own
   */
  public static List<String> lines(String line, int width) {
    if (length(line) <= width || line.startsWith("|")) {
      return List.of(line);
    }
    Matcher label = LABEL.matcher(line);
    int hanging = label.lookingAt() ? label.end() : INDENT;
    int indent = hanging + LEAST_ROOM > width ? INDENT : hanging;
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (length(rest) > width) {
      int least = lines.isEmpty() && label.lookingAt() ? label.end() : indent;
      int cut = cut(rest, least, width);
      if (cut < 0) {
        break;
      }
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** The last space within the width, else the first one behind it, else -1. */
  private static int cut(String text, int least, int width) {
    int end = text.offsetByCodePoints(0, width);
    int within = text.lastIndexOf(' ', end);
    return within > least ? within : text.indexOf(' ', Math.max(end, least + 1));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
