package io.github.convexheads.bench.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Spelling;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Function;

/** Reads values of an experiment file with messages that name the key. */
final class ExperimentKeys {
  private ExperimentKeys() {}

  static void requireKnown(Config config, String section, Collection<String> known) {
    for (String key : config.root().keySet()) {
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

  /** Returns a section, empty where it is not written. */
  static Config section(Config config, String key) {
    return config.hasPath(key) ? value(config, key, config::getConfig) : ConfigFactory.empty();
  }

  static Path file(Config config, String key) {
    if (!config.hasPath(key)) {
      throw new InvalidInputException(
          "%s is not given; write it in the file or as --set %s=FILE".formatted(key, key));
    }
    String name = value(config, key, config::getString);
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InvalidInputException("experiment: " + key + " names no file: " + e.getReason(), e);
    }
  }

  static <T> T value(Config config, String key, Function<String, T> getter) {
    try {
      return getter.apply(key);
    } catch (ConfigException e) {
      throw new InvalidInputException("experiment: " + e.getMessage(), e);
    }
  }
}
