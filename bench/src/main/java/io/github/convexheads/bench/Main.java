package io.github.convexheads.bench;

import io.github.convexheads.bench.command.ConvexHeadsCommand;

/** The entry point of the {@code convex-heads} command. */
public final class Main {
  private Main() {}

  /**
   * Runs a verb and exits with its code: 0 success, 1 a defect of the program, 2 wrong usage, 3 bad
   * input, 4 not solved to the tolerance.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(ConvexHeadsCommand.run(arguments));
  }
}
