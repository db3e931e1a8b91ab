package io.github.convexheads.bench;

import io.github.convexheads.bench.command.ConvexHeadsCommand;
import java.util.Locale;

/** The entry point of the {@code convex-heads} command. */
public final class Main {
  private static final int BAD_INPUT = 3;

  /** Text that needs no memory any more. */
  private static final String OUT_OF_MEMORY =
      "convex-heads: ran out of memory before anything was read; give Java a larger heap, for"
          + " example CONVEX_HEADS_OPTS=-Xmx1g";

  private Main() {}

  /**
   * Runs a verb and exits with its code: 0 success, 1 a defect of the program, 2 wrong usage, 3 bad
   * input, 4 not solved to the tolerance.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** However short memory is, it ends with a line and the code of bad input. */
  private static int run(String[] arguments) {
    // Numbers in files, patterns and advice have the digits that the command itself reads.
    Locale.setDefault(Locale.ROOT);
    try {
      ProcessFolder.open();
      return ConvexHeadsCommand.run(arguments);
    } catch (Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError) {
          System.err.println(OUT_OF_MEMORY);
          return BAD_INPUT;
        }
      }
      throw thrown;
    }
  }
}
