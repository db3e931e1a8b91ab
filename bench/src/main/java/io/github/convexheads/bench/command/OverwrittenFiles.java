package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.experiment.ResultFolder;
import io.github.convexheads.bench.path.KeptPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The check that no file that a verb is to write is one that it reads, or writes twice, and that
 * what looks like an option is not taken for a file.
 */
final class OverwrittenFiles {
  private static final Set<String> WRITTEN = Set.of("--out", "--json", "--path-out", "--csv");

  private static final String RESULTS = "--results";

  /** Read to its end before it is written anew, as the description of the option says. */
  private static final String IN_PLACE = "calibrate --out --model";

  private OverwrittenFiles() {}

  /** Fails if two options of a command line name the same file and one of them is written. */
  static void requireNone(ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      return;
    }
    ParseResult given = parsed.subcommand();
    given.matchedOptionsSet().forEach(option -> requireNoOption(given, option.getValue()));
    String verb = parsed.subcommand().commandSpec().name();
    List<Named> files = new ArrayList<>();
    for (OptionSpec option : parsed.subcommand().matchedOptionsSet()) {
      if (option.paramLabel().matches("\\W*(FILE|PATH|MODEL).*")) {
        for (Path path : paths(option.getValue())) {
          files.add(new Named(option.longestName(), path, written(verb, option.longestName())));
        }
      }
    }
    for (Named output : files) {
      if (output.written) {
        requireNotKept(given, output);
      }
      for (Named other : files) {
        boolean allowed = IN_PLACE.equals(verb + " " + output.option + " " + other.option);
        if (output.written && !other.equals(output) && !allowed && same(output.path, other.path)) {
          throw replaced(output.option, output.path, other.option);
        }
      }
    }
  }

  /** What a folder of results keeps is read again, and so replaced by nothing else. */
  private static void requireNotKept(ParseResult verb, Named output) {
    boolean kept = ResultFolder.isKept(output.path) || KeptPoints.isKept(output.path);
    if (kept
        && verb.matchedOptionValue(RESULTS, null) instanceof Path results
        && output
            .path
            .toAbsolutePath()
            .normalize()
            .startsWith(results.toAbsolutePath().normalize())) {
      throw new InvalidInputException(
          "%s: %s would replace a file that %s keeps; write another file"
              .formatted(output.option, output.path, RESULTS));
    }
  }

  /** An option that does not exist, behind one that takes several files, is none of them. */
  private static void requireNoOption(ParseResult verb, Object value) {
    if (value instanceof Collection<?> words) {
      for (Object word : words) {
        if (word instanceof String text && text.matches("--?[a-zA-Z][^/]*") && !exists(text)) {
          throw new ParameterException(
              verb.commandSpec().commandLine(), "Unknown option: '" + text + "'");
        }
      }
    }
  }

  private static boolean exists(String file) {
    try {
      return Files.exists(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Fails if a file that a verb writes beside an output is one that it reads. */
  static void requireOther(String option, Path written, String other, Path read) {
    if (same(written, read)) {
      throw replaced(option, written, other);
    }
  }

  private static InvalidInputException replaced(String option, Path written, String other) {
    return new InvalidInputException(
        "%s: %s would replace the file that %s names; write another file"
            .formatted(option, written, other));
  }

  private record Named(String option, Path path, boolean written) {}

  private static boolean written(String verb, String option) {
    return switch (verb) {
          case "fit" -> Set.of("--model", "--history", "--checkpoint").contains(option);
          case "demo" -> option.equals("--model");
          case "tokens" -> Set.of("--tokens", "--labels").contains(option);
          default -> false;
        }
        || WRITTEN.contains(option);
  }

  /** The files that a value names; what names none is left to the verb. */
  private static List<Path> paths(Object value) {
    List<Path> paths = new ArrayList<>();
    if (value instanceof Collection<?> several) {
      several.forEach(one -> paths.addAll(paths(one)));
    } else if (value instanceof Optional<?> perhaps) {
      perhaps.ifPresent(one -> paths.addAll(paths(one)));
    } else if (value instanceof Path path) {
      paths.add(path);
    } else if (value instanceof String word && !word.isEmpty()) {
      try {
        ArraySource.all(List.of(word), Optional.empty()).forEach(found -> paths.add(found.file()));
      } catch (InvalidInputException | InvalidPathException e) {
        return List.of();
      }
    }
    paths.removeIf(path -> path.toString().equals("-"));
    return paths;
  }

  private static boolean same(Path one, Path other) {
    try {
      return (Files.exists(one) && Files.exists(other))
          ? Files.isRegularFile(one) && Files.isSameFile(one, other)
          : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException e) {
      return false;
    }
  }
}
