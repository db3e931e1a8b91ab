package io.github.convexheads.bench.command;

import io.github.convexheads.api.model.FittedHead;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code --model}, a fitted head, with the plugins that it may need. */
final class ModelOptions {
  @Mixin private PluginOptions plugins;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = "A fitted head.")
  private Path file;

  ModelOptions() {}

  /** The file of the head. */
  Path file() {
    return file;
  }

  /** The plugins. */
  PluginOptions plugins() {
    return plugins;
  }

  /** Reads the head. */
  FittedHead load() {
    return plugins.builder().load(file);
  }
}
