package io.github.convexheads.bench.command;

import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Lines beside the result, to standard error. */
final class Notes {
  private Notes() {}

  /** Returns what prints lines. */
  static Consumer<String> to(CommandSpec spec) {
    return line -> spec.commandLine().getErr().println("convex-heads: " + line);
  }
}
