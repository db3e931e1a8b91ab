package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.internal.text.Spelling;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;

/** Reads values of an experiment file with messages that name the key. */
final class ExperimentKeys {
  private ExperimentKeys() {}

  static void requireKnown(Hocon hocon, String section, Collection<String> known) {
    for (String key : hocon.keys()) {
      if (!known.contains(key)) {
        throw new InvalidInputException(
            "%s is not a setting of %s%s; known: %s"
                .formatted(key, section, hint(key, known), String.join(", ", known)));
      }
    }
  }

  /** Returns the question whether a known key was meant, empty if none is near. */
  static String hint(String key, Collection<String> known) {
    return Spelling.nearest(key, known).map(n -> "; did you mean " + n + "?").orElse("");
  }

  /** Fails unless a name, of a head for example, can also name a file. */
  static void requireFileName(String what, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new InvalidInputException(
          "%s name '%s' is not allowed; it names files: letters, digits, dots, dashes"
              .formatted(what, name));
    }
  }

  static Path file(Hocon hocon, String key) {
    if (!hocon.has(key)) {
      throw new InvalidInputException(
          "%s is not given; write it in the file or as --set %s=FILE".formatted(key, key));
    }
    String name = hocon.text(key);
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(key + " names no file: " + e.getReason(), e);
    }
  }
}
