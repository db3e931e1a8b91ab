package io.github.convexheads.api.internal.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoconTest {
  private static final Hocon WRITTEN =
      Hocon.of(
          "a { b = 3, c = [1, 2.5], \"d.e\" = x }, n = null, l = [{ t = 1 }, { t = 2 }], s = [7]");

  @Test
  void valuesAreReadAsWhatTheyAreAskedFor() {
    assertThat(WRITTEN.integer("a.b")).isEqualTo(3);
    assertThat(WRITTEN.longInteger("a.b")).isEqualTo(3L);
    assertThat(WRITTEN.number("a.b")).isEqualTo(3.0);
    assertThat(WRITTEN.text("a.b")).isEqualTo("3");
    assertThat(WRITTEN.numbers("a.c")).containsExactly(1.0, 2.5);
    assertThat(WRITTEN.texts("a.c")).containsExactly("1", "2.5");
    assertThat(WRITTEN.longIntegers("s")).containsExactly(7L);
    assertThat(WRITTEN.text(Hocon.path("a", "d.e"))).isEqualTo("x");
    assertThat(WRITTEN.sections("l")).extracting(s -> s.integer("t")).containsExactly(1, 2);
  }

  @Test
  void valuesSectionsAndListsAreToldApart() {
    assertThat(WRITTEN.isSection("a")).isTrue();
    assertThat(WRITTEN.isSection("a.c")).isFalse();
    assertThat(WRITTEN.isList("a.c")).isTrue();
    assertThat(WRITTEN.isList("nowhere")).isFalse();
    assertThat(WRITTEN.has("n")).isFalse();
    assertThat(WRITTEN.keys()).containsExactlyInAnyOrder("a", "n", "l", "s");
    assertThat(WRITTEN.section("a").keys()).containsExactlyInAnyOrder("b", "c", "d.e");
    assertThat(WRITTEN.section("nowhere").keys()).isEmpty();
  }

  @Test
  void whatChangesValuesReturnsOthers() {
    assertThat(WRITTEN.without("a.b").section("a").keys()).containsExactlyInAnyOrder("c", "d.e");
    assertThat(WRITTEN.only("a.b").section("a").keys()).containsExactly("b");
    assertThat(WRITTEN.with("a.b", "4", "test").integer("a.b")).isEqualTo(4);
    assertThat(WRITTEN.with("a", WRITTEN.only("s")).section("a").keys()).containsExactly("s");
    assertThat(Hocon.of("a.b = 5").orElse(WRITTEN).integer("a.b")).isEqualTo(5);
    assertThat(Hocon.of("a.b = 5").orElse(WRITTEN).numbers("a.c")).containsExactly(1.0, 2.5);
    assertThat(WRITTEN.integer("a.b")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.c", "nowhere", "n"})
  void aNumberThatIsNoneIsRefusedWithItsName(String path) {
    assertThatThrownBy(() -> WRITTEN.integer(path))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("configuration: ")
        .hasMessageContaining(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1f", "1d", "0x1p-3", "0x10", "3.7", "1e3", "\u0663", "1e400", "NaN"})
  void numbersAreDecimal(String text) {
    Hocon written = Hocon.empty().with("k", text, "--set k=" + text);
    Hocon list = Hocon.of("k = [\"%s\"]".formatted(text));

    assertThatThrownBy(() -> written.integer("k")).hasMessageContaining(text + " (--set");
    assertThatThrownBy(() -> written.longInteger("k")).hasMessageContaining("whole number");
    assertThatThrownBy(() -> list.longIntegers("k")).hasMessageContaining("k = " + text);
    if (!text.matches("3.7|1e3")) {
      assertThatThrownBy(() -> written.number("k")).hasMessageContaining("decimal notation");
      assertThatThrownBy(() -> list.numbers("k")).hasMessageContaining("k = " + text);
    }
  }

  @Test
  void aWholeNumberThatIsTooLongIsNotCut() {
    assertThatThrownBy(() -> Hocon.of("k = 4294967297").integer("k"))
        .hasMessageContaining("k = 4294967297");
  }

  @Test
  void messagesSayWhereAValueWasWritten() {
    assertThatThrownBy(() -> Hocon.empty().with("k", "x", "--set k=x").number("k"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--set k=x");
  }

  @Test
  void textAndPathsThatAreNoHoconAreRefused() {
    assertThatThrownBy(() -> Hocon.of("a {")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Hocon.empty().with("a..b", "x", "test"))
        .isInstanceOf(InvalidInputException.class);
  }
}
