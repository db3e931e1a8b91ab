package io.github.convexheads.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @Test
  void numbersStayNumbersAlsoNegativeOnes() {
    assertThat(new Csv().line("a", -1.5, 3, true).toString()).isEqualTo("a,-1.5,3,true\n");
  }

  @Test
  void separatorsQuotesAndBreaksAreQuoted() {
    assertThat(new Csv().line(List.of("a,b", "say \"no\"", "two\nlines")).toString())
        .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-cat", "@sum", "\tx"})
  void aTextThatASpreadsheetWouldComputeIsText(String name) {
    assertThat(new Csv().line(name).toString()).startsWith(name.contains("\"") ? "\"'" : "'");
  }
}
