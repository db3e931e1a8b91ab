package io.github.convexheads.bench.command;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it complained of
 */
record Run(int code, String out, String err) {
  static Run of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code =
        ConvexHeadsCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Run(code, out.toString(), err.toString());
  }
}
