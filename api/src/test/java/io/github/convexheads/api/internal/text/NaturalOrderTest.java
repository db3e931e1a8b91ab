package io.github.convexheads.api.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  private static List<String> sorted(String... texts) {
    List<String> list = new ArrayList<>(List.of(texts));
    list.sort(NaturalOrder.OF_TEXT);
    return list;
  }

  @Test
  void numbersInTextAreNumbers() {
    assertThat(sorted("part10.npy", "part2.npy", "part1.npy"))
        .containsExactly("part1.npy", "part2.npy", "part10.npy");
    assertThat(sorted("10", "9", "-2", "-10")).containsExactly("-10", "-2", "9", "10");
    assertThat(sorted("b", "a10", "a9b", "a9")).containsExactly("a9", "a9b", "a10", "b");
  }

  @Test
  void textsThatOnlyLookAlikeStayDifferent() {
    assertThat(sorted("01", "1", "001")).containsExactly("001", "01", "1");
  }

  @Property
  void theOrderIsTotal(@ForAll String a, @ForAll String b, @ForAll String c) {
    assertThat(Integer.signum(NaturalOrder.OF_TEXT.compare(a, b)))
        .isEqualTo(-Integer.signum(NaturalOrder.OF_TEXT.compare(b, a)));
    assertThat(NaturalOrder.OF_TEXT.compare(a, b) == 0).isEqualTo(a.equals(b));
    List<String> list = sorted(a, b, c);
    assertThat(NaturalOrder.OF_TEXT.compare(list.get(0), list.get(2))).isLessThanOrEqualTo(0);
  }
}
