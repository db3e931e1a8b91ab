package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
  private final Tokens tokens = Tokens.of(numbers(4 * 2 * 3), 4, 2, 3);

  @Test
  void selectedSamplesComeInTheOrderThatWasAsked() {
    assertThat(all(tokens.select(2, 0))).startsWith(12, 13, 14).endsWith(3, 4, 5);
    assertThat(all(tokens.slice(1, 3))).startsWith(6).endsWith(17).hasSize(12);
    assertThat(all(tokens.select(3, 1).slice(1, 2))).containsExactly(6, 7, 8, 9, 10, 11);
  }

  @Test
  void aBatchIsInThePrecisionThatWasAsked() {
    Tokens third = Tokens.of(new double[] {1 / 3.0}, 1, 1, 1);

    assertThat(third.batch(0, 1, Precision.FLOAT64).values().get(0)).isEqualTo(1 / 3.0);
    assertThat(third.batch(0, 1, Precision.FLOAT32).values().get(0)).isEqualTo((float) (1 / 3.0));
    assertThat(tokens.batch(1, 3, Precision.FLOAT32).samples()).isEqualTo(2);
  }

  @Test
  void changingTheArrayAfterwardsChangesNothing() {
    double[] given = numbers(2);
    Tokens copied = Tokens.of(given, 1, 1, 2);

    given[0] = 99;

    assertThat(all(copied)).containsExactly(0, 1);
  }

  @Test
  void paddingIsZeroWhateverItWas() {
    Tokens padded = tokens.withLengths(2, 1, 2, 1);

    assertThat(padded.padded()).isTrue();
    assertThat(padded.length(1)).isEqualTo(1);
    assertThat(all(padded.slice(1, 2))).containsExactly(6, 7, 8, 0, 0, 0);
    assertThat(all(padded.slice(2, 3))).containsExactly(12, 13, 14, 15, 16, 17);
  }

  @ParameterizedTest
  @CsvSource({"3, length 3 at [2] is outside 1..2", "0, length 0 at [2] is outside 1..2"})
  void aLengthOutsideOfASampleIsRefused(int length, String position) {
    assertThatThrownBy(() -> tokens.withLengths(1, 1, length, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(position);
  }

  /** Several threads look, and the last value is found first. */
  @Test
  void theFirstOfManyValuesThatAreNotFiniteIsNamed() {
    double[] values = new double[3000 * 300];
    for (int i = 600_007; i < values.length; i++) {
      values[i] = Double.POSITIVE_INFINITY;
    }

    assertThatThrownBy(() -> Tokens.of(values, 3000, 2, 150))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Infinity at [2000, 0, 7]");
  }

  @Test
  void aValueThatIsNotFiniteIsRefusedWithItsPosition() {
    double[] values = numbers(2 * 2 * 3);
    values[7] = Double.NaN;

    assertThatThrownBy(() -> Tokens.of(values, 2, 2, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN")
        .hasMessageContaining("[1, 0, 1]");
    assertThatThrownBy(() -> Tokens.of(numbers(5), 2, 1, 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5");
  }

  private static double[] all(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles();
  }

  private static double[] numbers(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> i);
    return values;
  }
}
