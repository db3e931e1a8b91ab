package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static TextTable table() {
    return new TextTable(1, List.of("head", "rank", "test"))
        .row(List.of("linear", "8", "95.4 %"))
        .row(List.of("mixer", "12", "9.1 %"));
  }

  @Test
  void isMarkdownWhoseColumnsAreAligned() {
    assertThat(table().lines(80))
        .containsExactly(
            "| head   | rank |   test |",
            "|:-------|-----:|-------:|",
            "| linear |    8 | 95.4 % |",
            "| mixer  |   12 |  9.1 % |");
  }

  @Test
  void aNarrowTerminalGetsItInPartsThatBeginWithTheFirstColumn() {
    assertThat(table().lines(20))
        .containsExactly(
            "| head   | rank |",
            "|:-------|-----:|",
            "| linear |    8 |",
            "| mixer  |   12 |",
            "",
            "| head   |   test |",
            "|:-------|-------:|",
            "| linear | 95.4 % |",
            "| mixer  |  9.1 % |");
  }

  @Test
  void noLineOfAWideTableIsWiderThanTheTerminal() {
    for (int width = 20; width < 80; width++) {
      int most = width;
      assertThat(table().lines(width)).allMatch(line -> line.length() <= most);
    }
  }

  @Test
  void namesCannotBreakTheTable() {
    assertThat(new TextTable(1, List.of("head")).row(List.of("a\nb")).lines(80)).hasSize(3);
  }

  @Test
  void aRowHasACellForEveryColumn() {
    assertThatThrownBy(() -> table().row(List.of("one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 1 cells in a table of 3 columns");
  }
}
