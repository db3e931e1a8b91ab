package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names as people count. */
class NaturalOrderTest {

  @Test
  void numbersCompareAsNumbersAndEverythingElseByCodePoint() {
    List<String> expected =
        List.of(
            "",
            "0",
            "1",
            "2",
            "007",
            "7",
            "8",
            "10",
            "11",
            "99999999999999999999999",
            "B",
            "a",
            "a1",
            "a2b",
            "a2b1",
            "a10",
            "b",
            "\u00e9",
            "\ud83d\ude00");
    List<String> names = new ArrayList<>(expected);
    Collections.reverse(names);

    names.sort(NaturalOrder.NAMES);

    assertThat(names).isEqualTo(expected);
  }
}
