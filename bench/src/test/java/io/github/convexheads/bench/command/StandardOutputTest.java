package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  /** Takes so many characters, as a disk that fills up or a pipe that is closed. */
  private static final class Full extends Writer {
    private int room;

    Full(int room) {
      this.room = room;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      room -= length;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void outputThatCannotBeWrittenToItsEndIsNoSuccess() {
    for (int room : new int[] {0, 500}) {
      StringWriter err = new StringWriter();
      int code =
          ConvexHeadsCommand.run(
              new PrintWriter(new Full(room)), new PrintWriter(err, true), "plugins");

      assertThat(code).isEqualTo(3);
      assertThat(err.toString()).contains("standard output could not be written to its end");
    }
  }
}
