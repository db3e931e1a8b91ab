package io.github.convexheads.bench.command;

import picocli.CommandLine.Model.CommandSpec;

/** How wide lines may be: as the terminal is; into a file or a pipe, any width. */
final class TerminalWidth {
  private TerminalWidth() {}

  static int of(CommandSpec spec) {
    return System.console() == null ? Integer.MAX_VALUE : spec.usageMessage().width();
  }
}
