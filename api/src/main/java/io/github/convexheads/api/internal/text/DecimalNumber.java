package io.github.convexheads.api.internal.text;

import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Numbers as people write them: digits 0 to 9 with a point and a decimal exponent. What Java takes
 * beyond that ({@code 0.1f}, {@code 1d}, {@code 0x1p-3}, digits of other scripts) is refused, and
 * so is a number whose nearest double is infinite, or 0 though it is not: it would count as
 * another.
 */
@API(status = API.Status.INTERNAL)
public final class DecimalNumber {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]{1,9})?");
  private static final Pattern ZERO = Pattern.compile("[-+]?[0.]++(?:[eE].*)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|[1-9][0-9]*+)");
  private static final Pattern PADDED = Pattern.compile("[-+]?0[0-9]++");

  private DecimalNumber() {}

  /**
   * Says whether a text is written as a number, whatever its size.
   *
   * @param text any text
   * @return whether {@link #parse} takes it, unless no finite double is near it
   */
  public static boolean written(String text) {
    return DECIMAL.matcher(text).matches();
  }

  /**
   * Reads a number.
   *
   * @param text {@code 3}, {@code -0.1}, {@code .5}, {@code 1e-4}
   * @return the nearest double
   * @throws NumberFormatException if the text is no such number, or no finite double is near it
   */
  public static double parse(String text) {
    if (!written(text)) {
      throw new NumberFormatException("not in decimal notation: " + text);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && !ZERO.matcher(text).matches())) {
      throw new NumberFormatException("beyond the range of a double: " + text);
    }
    return value;
  }

  /**
   * Reads a whole number. One with zeros before it is refused: elsewhere {@code 010} is eight, and
   * a record would not say the same as of {@code 10}.
   *
   * @param text digits with or without a sign
   * @return the number
   * @throws NumberFormatException if the text is no whole number of 64 bits
   */
  public static long parseWhole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new NumberFormatException("not a whole number: " + text);
    }
    return Long.parseLong(text);
  }

  /**
   * Says what is wrong with a whole number that has zeros before it.
   *
   * @param text any text
   * @return words to follow what is allowed; empty for other texts
   */
  public static String hint(String text) {
    return PADDED.matcher(text.strip()).matches() ? ", without zeros before it" : "";
  }
}
