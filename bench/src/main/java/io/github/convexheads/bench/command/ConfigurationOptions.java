package io.github.convexheads.bench.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.configuration.ConfigurationReader;
import io.github.convexheads.api.configuration.ConfigurationSources;
import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options {@code --config} and {@code --set}, of which the latter wins. */
final class ConfigurationOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Read the configuration from a HOCON file.")
  private Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = {
        "Set one configuration key, for example head=mixer, beta-fraction=0.05 or"
            + " solver.tolerance=1e-6. May be repeated; wins over --config.",
        "`convex-heads plugins ID` lists the keys of a head, loss or solver."
      })
  private List<String> settings = List.of();

  ConfigurationOptions() {}

  /** Says whether anything was given. */
  boolean given() {
    return file != null || !settings.isEmpty();
  }

  /** Returns the configuration that file and settings ask for together. */
  Configuration read() {
    return ConfigurationReader.read(parsed());
  }

  /** Returns what file and settings say together, not interpreted. */
  Config parsed() {
    Config config = file == null ? ConfigFactory.empty() : ConfigurationReader.parse(file);
    Config overrides = ConfigFactory.empty();
    for (String setting : settings) {
      overrides = ConfigurationSources.combine(parse(setting), overrides);
    }
    if (overrides.hasPath("beta")) {
      config = config.withoutPath("beta-fraction");
    }
    if (overrides.hasPath("beta-fraction")) {
      config = config.withoutPath("beta");
    }
    return ConfigurationSources.combine(overrides, config);
  }

  /** The value is taken as text, so that paths and punctuation need no quotes. */
  private static Config parse(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(
          "--set " + setting + " has no '='; write --set KEY=VALUE, for example --set beta=0.01");
    }
    String key = setting.substring(0, equals).strip();
    String value = setting.substring(equals + 1).strip();
    try {
      return ConfigFactory.empty()
          .withValue(key, ConfigValueFactory.fromAnyRef(value, "--set " + setting));
    } catch (ConfigException e) {
      throw new InvalidInputException(
          "--set " + setting + " is no KEY=VALUE: " + e.getMessage(), e);
    }
  }
}
