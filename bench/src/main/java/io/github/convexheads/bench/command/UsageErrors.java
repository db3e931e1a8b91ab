package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.configuration.KnownKeys;
import io.github.convexheads.api.internal.text.Spelling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said of a command line that is not understood: what is wrong, which option was probably
 * meant, and where all are listed. The list itself is longer than a screen.
 */
final class UsageErrors implements IParameterExceptionHandler {
  private static final String SET = "--set";

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine line = problem.getCommandLine();
    CommandSpec spec = line.getCommandSpec();
    PrintWriter err = line.getErr();
    List<String> unmatched = line.getUnmatchedArguments();
    err.println(
        aboutWords(problem) && !unmatched.isEmpty()
            ? unknown(unmatched.get(0), spec)
            : problem.getMessage());
    List<String> synopsis = line.getHelp().synopsis(0).lines().toList();
    err.println("Usage: " + synopsis.get(0) + (synopsis.size() > 1 ? " ..." : ""));
    err.println(spec.qualifiedName() + " --help says what each is.");
    return spec.exitCodeOnInvalidInput();
  }

  /** A required option that is missing is likely to be the one that was mistyped. */
  private static boolean aboutWords(ParameterException problem) {
    return problem instanceof UnmatchedArgumentException
        || problem instanceof MissingParameterException;
  }

  /** The exception that says of a word that the verb has no such option. */
  static ParameterException unknownOption(String word, CommandSpec spec) {
    return new ParameterException(spec.commandLine(), unknown(word, spec));
  }

  /** Of the words that nothing takes the first alone: those behind it are its values. */
  private static String unknown(String word, CommandSpec spec) {
    if (word.startsWith("-")) {
      return "Unknown option: '%s'%s".formatted(word, meant(option(word, spec)));
    }
    if (!spec.subcommands().isEmpty()) {
      Optional<String> verb = Spelling.nearest(word, spec.subcommands().keySet());
      return "Unknown verb: '%s'%s".formatted(word, meant(verb));
    }
    return "'%s' belongs to no option; a value with blanks needs quotes%s"
        .formatted(word, spec.findOption(SET) == null ? "" : ", and a setting is --set KEY=VALUE");
  }

  /** A setting that was given as an option, or the option of the nearest name. */
  private static Optional<String> option(String word, CommandSpec spec) {
    String[] parts = word.split("=", 2);
    String name = parts[0].replaceFirst("^--?", "");
    Optional<String> key = spec.findOption(SET) == null ? Optional.empty() : KnownKeys.meant(name);
    return key.map(k -> SET + " " + k + "=" + (parts.length > 1 ? parts[1] : "VALUE"))
        .or(() -> Spelling.nearest(name, longNames(spec)).map(n -> "--" + n));
  }

  private static List<String> longNames(CommandSpec spec) {
    return spec.options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .toList();
  }

  private static String meant(Optional<String> name) {
    return name.map(n -> "; did you mean " + n + "?").orElse("");
  }
}
