package io.github.convexheads.api.internal.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * HOCON from a file that nobody vouches for: at most 1 MiB, and what leads out of the file, {@code
 * include} and substitutions <code>${...}</code>, is refused. So a file can neither read other
 * files, addresses and the environment, nor double a text forty times.
 */
final class SealedHocon {
  private static final long MOST_BYTES = 1 << 20;

  private SealedHocon() {}

  static Config parse(Path file) {
    BoundedFile.requireAtMost(file, MOST_BYTES);
    try {
      ConfigParseOptions options = ConfigParseOptions.defaults().setIncluder(new NoIncludes());
      Config config = ConfigFactory.parseFile(file.toFile(), options.setAllowMissing(false));
      if (!config.isResolved()) {
        throw new InvalidInputException(
            "configuration file "
                + file
                + " has a substitution ${...}, which is not allowed; write the value itself");
      }
      requireNothingLost(file, config);
      return config;
    } catch (ConfigException e) {
      throw new InvalidInputException("configuration: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new InvalidInputException("configuration file " + file + " is nested too deeply", e);
    }
  }

  /** HOCON drops a section that a value replaces, and a value that a section replaces. */
  private static void requireNothingLost(Path file, Config config) {
    ConfigurationSources.requireNothingReplaced("the configuration", config.root());
    ConfigDocument document = ConfigDocumentFactory.parseFile(file.toFile());
    for (String section : ConfigurationSources.PLUGINS) {
      ConfigValue value = ConfigurationSources.at(config, section);
      if (value != null
          && value.valueType() == ConfigValueType.STRING
          && !writtenOnce(document, section, value.unwrapped().toString())) {
        throw new InvalidInputException(
            "%s (%s) is given more than once; write %s { type = %s } once"
                .formatted(
                    section, ConfigurationSources.described(value), section, value.unwrapped()));
      }
    }
  }

  /** Setting a value anew removes its duplicates; without any, the text stays what it was. */
  private static boolean writtenOnce(ConfigDocument document, String path, String text) {
    String rendered = document.render();
    String quoted = ConfigUtil.quoteString(text);
    return Stream.of(text, quoted, "\"\"\"" + text + "\"\"\"")
        .anyMatch(form -> document.withValueText(path, form).render().equals(rendered));
  }

  /** Refuses every form of include; one that is not named here would be followed. */
  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refusal(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refusal(what);
    }

    private static InvalidInputException refusal(String what) {
      return new InvalidInputException(
          "the configuration includes "
              + what
              + ", which is not allowed; write everything into one file, or add --set KEY=VALUE");
    }
  }
}
