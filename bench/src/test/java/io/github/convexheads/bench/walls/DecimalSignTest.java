package io.github.convexheads.bench.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A number is written in Locale.ROOT by a library: what its messages advise is copied into
 * settings, which know the decimal point and the digits 0 to 9 alone. Whole numbers are written by
 * %s, which no locale changes. The command has that locale as its default.
 */
class DecimalSignTest {
  private static final Pattern NUMBERS =
      Pattern.compile(
          "\"(?:[^\"\\\\\\n]|\\\\.)*%(?:\\d+\\$)?[-+,0-9.]*[defgEG](?:[^\"\\\\\\n]|\\\\.)*\"");

  static List<Path> libraries() throws IOException {
    return SizesTest.modules().stream()
        .filter(sources -> !sources.equals(Path.of("..", "bench", "src", "main", "java")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void numbersHaveALocale(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        assertThat(withoutLocale(Files.readString(file))).as("formats of %s", file).isEmpty();
      }
    }
  }

  @Test
  void aFormatInTheLocaleOfTheMachineIsSeen() {
    String machine = "return \"beta = %.3g\".formatted(beta);";
    String root = "return String.format(Locale.ROOT, \"beta = %.3g of %s\", beta, name);";
    String whole = "return \"%d samples\".formatted(n);";
    String java = "return \"%s samples of 5 % each\".formatted(n);";

    assertThat(withoutLocale(machine)).containsExactly("\"beta = %.3g\"");
    assertThat(withoutLocale(whole)).containsExactly("\"%d samples\"");
    assertThat(withoutLocale(root + java)).isEmpty();
  }

  /** Literals that format numbers in a statement without Locale.ROOT before them. */
  private static List<String> withoutLocale(String source) {
    return NUMBERS
        .matcher(source)
        .results()
        .filter(literal -> !statementBefore(source, literal.start()).contains("Locale.ROOT"))
        .map(MatchResult::group)
        .toList();
  }

  private static String statementBefore(String source, int position) {
    Matcher begin = Pattern.compile("[;{}]\\s").matcher(source.substring(0, position));
    int from = 0;
    while (begin.find()) {
      from = begin.end();
    }
    return source.substring(from, position);
  }
}
