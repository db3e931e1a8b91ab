package io.github.convexheads.bench.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/** Reads options with a fixed set of choices, whose names are the small letters that one types. */
final class ChoiceNames {
  private ChoiceNames() {}

  /** Lets all enum options of a command and its verbs be read, and their errors said, this way. */
  static void register(CommandLine line) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      if (argument.auxiliaryTypes()[0].isEnum()) {
        converter(line, argument.auxiliaryTypes()[0].asSubclass(Enum.class));
      }
    }
    line.getSubcommands().values().forEach(ChoiceNames::register);
  }

  private static <E extends Enum<E>> void converter(CommandLine line, Class<E> type) {
    ITypeConverter<E> converter = word -> read(type.getEnumConstants(), word);
    line.registerConverter(type, converter);
  }

  private static <E extends Enum<E>> E read(E[] choices, String word) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of " + names(List.of(choices)) + " but was '" + word + "'"));
  }

  private static String names(List<? extends Enum<?>> choices) {
    return choices.stream()
        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
