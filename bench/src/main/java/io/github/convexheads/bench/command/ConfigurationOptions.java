package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.Hocon;
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
  Hocon parsed() {
    Hocon written = file == null ? Hocon.empty() : Hocon.parse(file);
    Hocon overrides = Hocon.empty();
    for (String setting : settings) {
      overrides = parse(setting).over(overrides);
    }
    if (overrides.has("beta")) {
      written = written.without("beta-fraction");
    }
    if (overrides.has("beta-fraction")) {
      written = written.without("beta");
    }
    return overrides.over(written);
  }

  /** The value is taken as text, so that paths and punctuation need no quotes. */
  private static Hocon parse(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(
          "--set " + setting + " has no '='; write --set KEY=VALUE, for example --set beta=0.01");
    }
    String key = setting.substring(0, equals).strip();
    String value = setting.substring(equals + 1).strip();
    try {
      return Hocon.empty().with(key, value, "--set " + setting);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "--set " + setting + " is no KEY=VALUE: " + e.getMessage(), e);
    }
  }
}
