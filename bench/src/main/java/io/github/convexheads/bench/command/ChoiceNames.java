package io.github.convexheads.bench.command;

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
      Class<?> type = argument.auxiliaryTypes()[0];
      if (type.isEnum()) {
        register(line, type);
      }
    }
    line.getSubcommands().values().forEach(ChoiceNames::register);
  }

  private static <T> void register(CommandLine line, Class<T> type) {
    List<T> choices = List.of(type.getEnumConstants());
    ITypeConverter<T> converter = word -> read(choices, word);
    line.registerConverter(type, converter);
  }

  private static <T> T read(List<T> choices, String word) {
    return choices.stream()
        .filter(choice -> name(choice).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of " + names(choices) + " but was '" + word + "'"));
  }

  private static String names(List<?> choices) {
    return choices.stream().map(ChoiceNames::name).collect(Collectors.joining(", "));
  }

  private static String name(Object choice) {
    return ((Enum<?>) choice).name().toLowerCase(Locale.ROOT);
  }
}
