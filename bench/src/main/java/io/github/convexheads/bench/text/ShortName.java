package io.github.convexheads.bench.text;

/** Names that are cut to fit, with both their ends: long names often begin alike. */
public final class ShortName {
  private ShortName() {}

  /**
   * Cuts a name in its middle.
   *
   * @param name the name
   * @param most how many characters fit, at least 3
   * @return the name, or its ends around an ellipsis
   */
  public static String of(String name, int most) {
    int points = name.codePointCount(0, name.length());
    if (points <= most) {
      return name;
    }
    int end = (most - 1) / 2;
    return name.substring(0, name.offsetByCodePoints(0, most - 1 - end))
        + "\u2026"
        + name.substring(name.offsetByCodePoints(name.length(), -end));
  }
}
