package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tables of {@code .github/TRUST.md} that tests write. */
final class TrustPage {
  private static final Path PAGE = Path.of("..", ".github", "TRUST.md");

  private TrustPage() {}

  /** Fails unless the page has this table; {@code -Dtrust.table=write} writes it. */
  static void requireTable(String name, String test, String table) throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    String mark = "<!-- " + name + ": begin -->\n";
    int begin = page.indexOf(mark) + mark.length();
    int end = page.indexOf("<!-- " + name + ": end -->");
    if ("write".equals(System.getProperty("trust.table"))) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end), UTF_8);
      return;
    }
    assertThat(table)
        .as(
            ".github/TRUST.md is stale; write it again with mvn -Pquick -pl bench -am test"
                + " -Dtest="
                + test
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtrust.table=write")
        .isEqualTo(page.substring(begin, end));
  }
}
