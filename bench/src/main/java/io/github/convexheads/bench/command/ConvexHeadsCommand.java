package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.bench.text.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;

/** The command itself: its verbs, its exit codes, and its one-line errors. */
@Command(
    name = "convex-heads",
    description = {
      "Fits the last block of a vision transformer as a convex program, and proves that the result is"
          + " the global optimum.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    footer = {
      "",
      "Exit codes: 0 success, 2 wrong usage, 3 bad input, 4 not solved to the tolerance.",
      "Start with: convex-heads demo"
    })
public final class ConvexHeadsCommand {
  /** Exit code of a defect of the program itself. */
  static final int DEFECT = 1;

  /** Exit code of input that cannot be used. */
  static final int BAD_INPUT = 3;

  /** Exit code of a result that is not proven to the tolerance. */
  static final int NOT_SOLVED = 4;

  private static final char UNKNOWN = '\ufffd';

  ConvexHeadsCommand() {}

  /**
   * Runs a command line.
   *
   * @param arguments the command line
   * @return the exit code
   */
  public static int run(String... arguments) {
    CommandLine line = line(arguments);
    line.setErr(TerminalWidth.wrapped(line.getErr()));
    return run(line, arguments);
  }

  /** Runs a command line with given writers, as tests do. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(line(arguments).setOut(out).setErr(err), arguments);
  }

  /** Returns the command with the verbs that a command line needs; with all where it has none. */
  static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new ConvexHeadsCommand());
    Verbs.addTo(line, arguments);
    return line;
  }

  private static int run(CommandLine line, String... arguments) {
    ChoiceNames.register(line);
    DecimalOptions.register(line);
    line.setUsageHelpAutoWidth(true);
    line.setHelpFactory(WordHelp::new);
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionStrategy(ConvexHeadsCommand::execute);
    line.setExecutionExceptionHandler(ConvexHeadsCommand::explain);
    if (arguments.length == 0) {
      line.usage(line.getOut());
      return CommandLine.ExitCode.USAGE;
    }
    for (String argument : arguments) {
      if (argument.indexOf(UNKNOWN) >= 0) {
        return unknownCharacters(line.getErr(), argument);
      }
    }
    try {
      return written(line, line.execute(arguments));
    } catch (OutOfMemoryError e) {
      return outOfMemory(e, line);
    } catch (LinkageError | StackOverflowError e) {
      return fault(e, line);
    } finally {
      EngineOptions.close(line);
    }
  }

  private static int execute(ParseResult parsed) {
    try {
      OverwrittenFiles.requireNone(parsed);
    } catch (InvalidInputException e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** A pipe that was closed, or a full disk behind standard output, is no success. */
  private static int written(CommandLine line, int code) {
    boolean failed = line.getOut().checkError() || System.out.checkError();
    if (failed && code == 0) {
      line.getErr()
          .println(
              "convex-heads: standard output could not be written to its end: the pipe was closed, or"
                  + " the disk is full");
      return BAD_INPUT;
    }
    return code;
  }

  /** Java puts a replacement character where the locale's character set has none. */
  private static int unknownCharacters(PrintWriter err, String argument) {
    err.printf(
        "convex-heads: the argument '%s' has characters that are not in the locale's character set,"
            + " %s; set a locale of UTF-8, for example LC_ALL=C.UTF-8%n",
        Printable.of(argument), System.getProperty("sun.jnu.encoding"));
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * What is left when an estimate was too low: files that were being written are gone already,
   * because they are closed on the way here.
   */
  private static int outOfMemory(OutOfMemoryError problem, CommandLine line) {
    String asked = pluginFailure(problem, line).map(e -> ": " + e.getMessage()).orElse("");
    line.getErr()
        .printf(
            "convex-heads: ran out of memory with a heap of %s%s; nothing was written. Give Java a larger"
                + " heap, for example CONVEX_HEADS_OPTS=%s, fewer samples, or solver.type = low-rank%n",
            MemoryEstimate.amount(Runtime.getRuntime().maxMemory()),
            Printable.of(asked),
            MemoryEstimate.heapOption(Runtime.getRuntime().maxMemory()));
    return BAD_INPUT;
  }

  private static int explain(Exception problem, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (problem instanceof InvalidInputException) {
      err.println(line(problem.getMessage()));
      return BAD_INPUT;
    }
    if (problem instanceof StoppedException) {
      err.println(line(problem.getMessage()));
      return NOT_SOLVED;
    }
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError memory) {
        return outOfMemory(memory, line);
      }
    }
    return fault(problem, line);
  }

  /** One line, whatever characters the names and values in it have. */
  private static String line(String message) {
    return "convex-heads: " + Printable.of(message.strip());
  }

  private static Optional<InvalidInputException> pluginFailure(
      Throwable problem, CommandLine line) {
    return PluginOptions.of(line).map(PluginOptions::catalog).flatMap(c -> c.failure(problem));
  }

  /** Names the plugin that failed, or else reports a defect of the program itself. */
  private static int fault(Throwable problem, CommandLine line) {
    Optional<InvalidInputException> plugin = pluginFailure(problem, line);
    if (plugin.isPresent()) {
      line.getErr().println(line(plugin.get().getMessage()));
      return BAD_INPUT;
    }
    line.getErr()
        .println(
            "convex-heads: this is a defect, please report it with the lines below: " + problem);
    problem.printStackTrace(line.getErr());
    return DEFECT;
  }
}
