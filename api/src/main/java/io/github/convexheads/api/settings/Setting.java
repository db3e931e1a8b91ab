package io.github.convexheads.api.settings;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * One documented setting of a plugin: its key, type, default and meaning.
 *
 * <p>Constants of this type are the whole description of a plugin's configuration; the command's
 * reference page and its error messages are made from them.
 *
 * @param <T> the type of the value
 * @param key dotted key below the plugin's own section, for example {@code gates.count}
 * @param type the name of the type as a user reads it, for example {@code whole number}
 * @param defaultText the default as a user would write it
 * @param allowed the allowed values in words, for example {@code >= 1}
 * @param meaning one sentence that says what the setting does, with its unit
 * @param parser turns text into a value or throws {@link IllegalArgumentException}
 */
@API(status = API.Status.STABLE)
public record Setting<T>(
    String key,
    String type,
    String defaultText,
    String allowed,
    String meaning,
    Function<String, T> parser) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)\\s*([a-z]+)");

  /** Checks that nothing is missing and that the default is itself allowed. */
  public Setting {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(allowed, "allowed");
    Objects.requireNonNull(meaning, "meaning");
    if (key.isBlank()) {
      throw new IllegalArgumentException("a setting needs a key");
    }
    Objects.requireNonNull(parser.apply(defaultText), "the default");
  }

  /**
   * A whole number in a closed range.
   *
   * @param key the key
   * @param fallback the default
   * @param least the smallest allowed value
   * @param most the largest allowed value
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<Integer> integer(
      String key, int fallback, int least, int most, String meaning) {
    String allowed =
        most == Integer.MAX_VALUE ? "a whole number >= " + least : least + " to " + most;
    return new Setting<>(
        key,
        "whole number",
        Integer.toString(fallback),
        allowed,
        meaning,
        text -> {
          int value = (int) wholeNumber(text, least, most);
          return value;
        });
  }

  /**
   * A whole number of 64 bits, such as a random seed.
   *
   * @param key the key
   * @param fallback the default
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<Long> seed(String key, long fallback, String meaning) {
    return new Setting<>(
        key,
        "whole number",
        Long.toString(fallback),
        "any whole number of 64 bits",
        meaning,
        text -> wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /**
   * A finite real number in a closed range.
   *
   * @param key the key
   * @param fallback the default
   * @param least the smallest allowed value
   * @param most the largest allowed value
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<Double> real(
      String key, double fallback, double least, double most, String meaning) {
    String allowed =
        most >= Double.MAX_VALUE
            ? "a number >= " + least
            : "a number from " + least + " to " + most;
    return new Setting<>(
        key,
        "number",
        Double.toString(fallback),
        allowed,
        meaning,
        text -> {
          double value = DecimalNumber.parse(text);
          if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        });
  }

  /**
   * True or false.
   *
   * @param key the key
   * @param fallback the default
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<Boolean> flag(String key, boolean fallback, String meaning) {
    return new Setting<>(
        key,
        "true or false",
        Boolean.toString(fallback),
        "true, false",
        meaning,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> throw new IllegalArgumentException("neither true nor false");
            });
  }

  /**
   * One word of a list.
   *
   * @param key the key
   * @param fallback the default
   * @param allowed the words
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<String> choice(
      String key, String fallback, List<String> allowed, String meaning) {
    List<String> words = List.copyOf(allowed);
    return new Setting<>(
        key,
        "one of " + String.join(", ", words),
        fallback,
        String.join(", ", words),
        meaning,
        text -> {
          if (!words.contains(text)) {
            throw new IllegalArgumentException("not in the list");
          }
          return text;
        });
  }

  /**
   * One constant of an enum, written in lower case with hyphens.
   *
   * @param <E> the enum
   * @param key the key
   * @param fallback the default
   * @param meaning what it does
   * @return the setting
   */
  public static <E extends Enum<E>> Setting<E> constant(String key, E fallback, String meaning) {
    E[] constants = fallback.getDeclaringClass().getEnumConstants();
    List<String> words = Arrays.stream(constants).map(Setting::spelled).toList();
    return new Setting<>(
        key,
        "one of " + String.join(", ", words),
        spelled(fallback),
        String.join(", ", words),
        meaning,
        text ->
            Arrays.stream(constants)
                .filter(constant -> spelled(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not in the list")));
  }

  /**
   * Any text; the empty text stands for "not given".
   *
   * @param key the key
   * @param fallback the default
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<String> text(String key, String fallback, String meaning) {
    return new Setting<>(key, "text", fallback, "any text", meaning, Function.identity());
  }

  /**
   * A length of time such as {@code 90s}, {@code 10m}, {@code 10 minutes} or {@code 2h}; {@code
   * none} for no limit. A number without a unit is refused.
   *
   * @param key the key
   * @param fallback the default
   * @param meaning what it does
   * @return the setting
   */
  public static Setting<Duration> duration(String key, String fallback, String meaning) {
    return new Setting<>(
        key,
        "length of time",
        fallback,
        "a number with its unit, ms, s, m, h or d (600s, 10m, 10 minutes), or none",
        meaning,
        Setting::parseDuration);
  }

  /**
   * Turns text into a checked value.
   *
   * @param text what the user wrote
   * @param origin where it was written, for example {@code run.conf: 3}; may be empty
   * @return the value
   * @throws InvalidInputException if the text is not an allowed value; names key, value, allowed
   *     values and origin
   */
  public T parse(String text, String origin) {
    try {
      return Objects.requireNonNull(parser.apply(text.strip()), "the value");
    } catch (RuntimeException e) {
      String where = origin.isEmpty() ? "" : " (" + origin + ")";
      throw new InvalidInputException(
          "%s = %s is not allowed%s; allowed: %s%s"
              .formatted(key, text, where, allowed, DecimalNumber.hint(text)),
          e);
    }
  }

  /** Returns the constant as users write it: {@code GATED_RELU} is {@code gated-relu}. */
  static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long wholeNumber(String text, long least, long most) {
    long value = DecimalNumber.parseWhole(text);
    if (value < least || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static Duration parseDuration(String text) {
    if (text.equals("none")) {
      return Duration.ofDays(36_500);
    }
    Matcher parts = AMOUNT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no number with a unit");
    }
    double milliseconds = DecimalNumber.parse(parts.group(1)) * milliseconds(parts.group(2));
    if (!(milliseconds > 0 && milliseconds < 1e15)) {
      throw new IllegalArgumentException("not a positive length of time");
    }
    return Duration.ofMillis(Math.max(1, Math.round(milliseconds)));
  }

  /** HOCON itself would take a number without a unit for milliseconds, people for seconds. */
  private static double milliseconds(String unit) {
    return switch (unit) {
      case "ms", "millisecond", "milliseconds" -> 1;
      case "s", "second", "seconds" -> 1e3;
      case "m", "minute", "minutes" -> 60e3;
      case "h", "hour", "hours" -> 3600e3;
      case "d", "day", "days" -> 24 * 3600e3;
      default -> throw new IllegalArgumentException("unknown unit of time");
    };
  }
}
