package io.github.convexheads.bench.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Writes lines as {@link Wrapping} breaks them; the beginning of a line goes on when flushed. */
public final class WrappedWriter extends Writer {
  private final PrintWriter next;
  private final int width;
  private final StringBuilder line = new StringBuilder();

  /**
   * Wraps a writer.
   *
   * @param next where lines go
   * @param width the columns of the terminal
   */
  public WrappedWriter(PrintWriter next, int width) {
    this.next = next;
    this.width = width;
  }

  /**
   * Returns a printer of broken lines.
   *
   * @param next where lines go
   * @param width the columns of the terminal
   * @return a printer that is flushed with every line
   */
  public static PrintWriter printer(PrintWriter next, int width) {
    return new PrintWriter(new WrappedWriter(next, width), true) {
      @Override
      public boolean checkError() {
        boolean own = super.checkError();
        return next.checkError() || own;
      }
    };
  }

  @Override
  public void write(char[] characters, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (characters[i] == '\n') {
        Wrapping.lines(line.toString(), width).forEach(next::println);
        line.setLength(0);
      } else {
        line.append(characters[i]);
      }
    }
  }

  @Override
  public void flush() {
    next.print(line);
    line.setLength(0);
    next.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    next.close();
  }
}
