package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.experiment.ResultFolder;
import io.github.convexheads.bench.images.ImageSource;
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
import picocli.CommandLine.ParseResult;

/**
 * The check that no file that a verb is to write is one that it reads, or writes twice, and that
 * what looks like an option, or is blank, is not taken for a file.
 */
final class OverwrittenFiles {
  private static final Set<String> WRITTEN = Set.of("--out", "--json", "--path-out", "--csv");

  private static final String RESULTS = "--results";
  private static final String FILES = "\\W*(FILE|PATH|MODEL).*";
  private static final String FOLDERS = "\\W*(DIR|FOLDER).*";

  /** Read to its end before it is written anew, as the description of the option says. */
  private static final String IN_PLACE = "calibrate --out --model";

  /** What else this verb reads is known later, and comes before the endings of what it writes. */
  private static final String LATER = "compare";

  private OverwrittenFiles() {}

  /** Fails if two options of a command line name the same file and one of them is written. */
  static void requireNone(ParseResult parsed) {
    if (!parsed.hasSubcommand()) {
      return;
    }
    ParseResult given = parsed.subcommand();
    given.matchedOptionsSet().forEach(option -> requireNoOption(given, option.getValue()));
    given.matchedOptionsSet().forEach(OverwrittenFiles::requireName);
    List<Named> files = named(given);
    for (Named output : files.stream().filter(Named::written).toList()) {
      requireNotKept(given, output);
      requireNoFolder(given, output);
      for (Named other : files) {
        if (!other.equals(output) && other.isAt(output.path) && !inPlace(given, output, other)) {
          throw replaced(output.option, output.path, other.what());
        }
      }
      if (!output.companion && !given.commandSpec().name().equals(LATER)) {
        WrittenFormats.require(given, output.option, output.path);
      }
    }
  }

  private static boolean inPlace(ParseResult verb, Named output, Named other) {
    return IN_PLACE.equals(verb.commandSpec().name() + " " + output.option + " " + other.option);
  }

  /** An empty word, as of a variable that is not set, would be the folder that one is in. */
  private static void requireName(OptionSpec option) {
    boolean folder = option.paramLabel().matches(FOLDERS);
    if (folder || option.paramLabel().matches(FILES)) {
      String kind = folder ? "folder" : "file";
      for (String word : option.stringValues()) {
        if (word.isBlank()) {
          throw new InvalidInputException(
              "%s: its value is blank; name a %s".formatted(option.longestName(), kind));
        }
        if (folder && word.equals("-")) {
          throw new InvalidInputException(
              "%s: - stands for a standard stream, but a folder is needed; name one, or ./- for one of this name"
                  .formatted(option.longestName()));
        }
      }
    }
  }

  /** Two outputs at one place: a folder that the verb makes is no file that it can write. */
  private static void requireNoFolder(ParseResult verb, Named output) {
    for (OptionSpec option : verb.matchedOptionsSet()) {
      if (option.paramLabel().matches(FOLDERS)
          && option.getValue() instanceof Path folder
          && absolute(folder).equals(absolute(output.path))) {
        throw new InvalidInputException(
            "%s: %s is the folder that %s names; write a file in it, or elsewhere"
                .formatted(output.option, output.path, option.longestName()));
      }
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** The files that options name, and those that go with them. */
  private static List<Named> named(ParseResult verb) {
    List<Named> files = new ArrayList<>();
    for (OptionSpec option : verb.matchedOptionsSet()) {
      if (option.paramLabel().matches(FILES)) {
        String name = option.longestName();
        boolean written = written(verb, name);
        for (Path path : paths(option.getValue())) {
          files.add(new Named(name, path, written, false));
          CompanionFiles.of(verb, name, path)
              .forEach(companion -> files.add(new Named(name, companion, written, true)));
        }
      }
    }
    return files;
  }

  /** What a folder of results keeps is read again, and so replaced by nothing else. */
  private static void requireNotKept(ParseResult verb, Named output) {
    boolean kept = ResultFolder.isKept(output.path) || KeptPoints.isKept(output.path);
    if (kept
        && verb.matchedOptionValue(RESULTS, null) instanceof Path results
        && absolute(output.path).startsWith(absolute(results))) {
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
          throw UsageErrors.unknownOption(text, verb.commandSpec());
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
      throw replaced(option, written, "the file that " + other + " names");
    }
  }

  private static InvalidInputException replaced(String option, Path written, String other) {
    return new InvalidInputException(
        "%s: %s would replace %s; write another file".formatted(option, written, other));
  }

  /** A file that an option names, or one that goes with it. */
  private record Named(String option, Path path, boolean written, boolean companion) {
    /** Whether an output would replace it, or an image in a folder of images. */
    boolean isAt(Path output) {
      return same(output, path)
          || (option.equals("--images") && ImageSource.isImageIn(path, output));
    }

    String what() {
      return companion
          ? "a file that goes with that of " + option
          : "the file that " + option + " names";
    }
  }

  private static boolean written(ParseResult verb, String option) {
    return switch (verb.commandSpec().name()) {
          case "fit" -> Set.of("--model", "--history", "--checkpoint").contains(option);
          case "demo" -> option.equals("--model");
          case "tokens" ->
              Set.of("--tokens", "--labels").contains(option)
                  || (option.equals("--whitening") && verb.hasMatchedOption("--whiten"));
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
          : absolute(one).equals(absolute(other));
    } catch (IOException e) {
      return false;
    }
  }
}
