package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.text.DecimalNumber;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of options in decimal notation alone, as configurations do. */
final class DecimalOptions {
  private static final ITypeConverter<Double> REAL =
      text -> read(text, DecimalNumber::parse, "a number in decimal notation, as 0.25 or 1e-4");
  private static final ITypeConverter<Integer> WHOLE =
      text ->
          read(
              text,
              whole -> Math.toIntExact(DecimalNumber.parseWhole(whole)),
              "a whole number of at most 32 bits");
  private static final ITypeConverter<Long> LONG =
      text -> read(text, DecimalNumber::parseWhole, "a whole number of at most 64 bits");

  private DecimalOptions() {}

  /** Lets a command and its verbs read their numbers this way. */
  static void register(CommandLine line) {
    line.registerConverter(Double.class, REAL);
    line.registerConverter(double.class, REAL);
    line.registerConverter(Integer.class, WHOLE);
    line.registerConverter(int.class, WHOLE);
    line.registerConverter(Long.class, LONG);
    line.registerConverter(long.class, LONG);
  }

  private static <T> T read(String text, Function<String, T> reading, String allowed) {
    try {
      return reading.apply(text.strip());
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is not " + allowed + DecimalNumber.hint(text));
    }
  }
}
