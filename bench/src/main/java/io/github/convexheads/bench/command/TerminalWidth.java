package io.github.convexheads.bench.command;

import io.github.convexheads.bench.text.WrappedWriter;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** How wide lines may be: as the terminal is; into a file or a pipe, any width. */
final class TerminalWidth {
  private TerminalWidth() {}

  /** The command whose help would be as wide as the terminal. */
  @Command
  private static final class Measured {}

  /** Returns the columns for what a verb prints. */
  static int of(CommandSpec spec) {
    return System.console() == null ? Integer.MAX_VALUE : spec.usageMessage().width();
  }

  /** Returns a printer that breaks lines between words where the terminal ends, if there is one. */
  static PrintWriter wrapped(PrintWriter next) {
    return System.console() == null ? next : WrappedWriter.printer(next, known());
  }

  /** Returns the columns of the terminal, 80 where it does not tell. */
  static int known() {
    CommandLine line = new CommandLine(new Measured()).setUsageHelpAutoWidth(true);
    return line.getCommandSpec().usageMessage().width();
  }
}
