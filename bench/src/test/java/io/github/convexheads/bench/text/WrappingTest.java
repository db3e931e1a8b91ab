package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WrappingTest {
  private static final String RESULT =
      "proof           optimal within 6.5e-03 (relative, proven); fails with probability 1e-10";

  @Test
  void goesOnBelowTheTextOfTheLabel() {
    assertThat(Wrapping.lines(RESULT, 50))
        .containsExactly(
            "proof           optimal within 6.5e-03 (relative,",
            "                proven); fails with probability",
            "                1e-10");
  }

  @Test
  void aNoteIsSetInByTwo() {
    assertThat(Wrapping.lines("convex-heads: memory 13 of 12 GiB", 20))
        .containsExactly("convex-heads: memory", "  13 of 12 GiB");
  }

  @Test
  void noLineIsWiderThanTheTerminalAndNoWordIsLost() {
    for (int width = 24; width < 100; width++) {
      int most = width;
      assertThat(Wrapping.lines(RESULT, width)).allMatch(line -> line.length() <= most);
      assertThat(String.join(" ", Wrapping.lines(RESULT, width)).replaceAll(" +", " "))
          .isEqualTo(RESULT.replaceAll(" +", " "));
    }
  }

  @Test
  void aLongWordIsLeftWhole() {
    String path = "/a/very/long/path/of/a/file/that/nobody/wants/to/copy/in/two/parts.npy";

    assertThat(Wrapping.lines("page            " + path, 40))
        .containsExactly("page            " + path);
    assertThat(Wrapping.lines("written to " + path + " now", 40))
        .containsExactly("written to", "  " + path, "  now");
  }

  @Test
  void aTableIsLeftAsItIs() {
    assertThat(Wrapping.lines("| a | b | c |", 5)).containsExactly("| a | b | c |");
  }

  @Test
  void writesTheBeginningOfALineWhenFlushed() {
    StringWriter text = new StringWriter();
    PrintWriter printer = WrappedWriter.printer(new PrintWriter(text), 10);

    printer.print("\r     \r");
    printer.flush();
    printer.println("four words in here");

    assertThat(text.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo("\r     \rfour words\n  in here\n");
  }
}
