package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.text.Spelling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What is said of a command line that is not understood: what is wrong, which option was probably
 * meant, and where all are listed. The list itself is longer than a screen.
 */
final class UsageErrors implements IParameterExceptionHandler {
  private static final Pattern UNKNOWN =
      Pattern.compile("(?:Unknown option|Unmatched argument at index \\d+): '([^'=]+)");

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine line = problem.getCommandLine();
    CommandSpec spec = line.getCommandSpec();
    PrintWriter err = line.getErr();
    Optional<String> meant = meant(problem.getMessage(), spec);
    err.println(
        problem.getMessage() + meant.map(name -> "; did you mean " + name + "?").orElse(""));
    List<String> synopsis = line.getHelp().synopsis(0).lines().toList();
    err.println("Usage: " + synopsis.get(0) + (synopsis.size() > 1 ? " ..." : ""));
    err.println(spec.qualifiedName() + " --help says what each is.");
    return spec.exitCodeOnInvalidInput();
  }

  private static Optional<String> meant(String message, CommandSpec spec) {
    Matcher unknown = UNKNOWN.matcher(message);
    if (!unknown.lookingAt()) {
      return Optional.empty();
    }
    String word = unknown.group(1);
    Stream<String> known =
        word.startsWith("-")
            ? spec.options().stream().flatMap(option -> Stream.of(option.names()))
            : spec.subcommands().keySet().stream();
    return Spelling.nearest(word, known.toList());
  }
}
