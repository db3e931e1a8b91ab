package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest {
  @Test
  void aPowerIsTheLargestThatIsNotAboveAValue() {
    assertThat(PowerOfTwo.near(new double[] {0.3, -5, 4})).isEqualTo(4);
    assertThat(PowerOfTwo.near(1)).isEqualTo(1);
    assertThat(PowerOfTwo.near(0)).isEqualTo(1);
    assertThat(PowerOfTwo.near(0x1.8p-900)).isEqualTo(0x1p-900);
    assertThat(PowerOfTwo.near(Double.MIN_VALUE)).isEqualTo(0x1p-1000);
    assertThat(PowerOfTwo.near(Double.MAX_VALUE)).isEqualTo(0x1p1023);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> PowerOfTwo.near(bad))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("too large to compute with");
    }
  }

  @Test
  void valuesAreDividedAndThoseOfOneStayWhatTheyAre() {
    double[] values = {3, -8};

    assertThat(PowerOfTwo.divided(values, 4)).containsExactly(0.75, -2);
    assertThat(PowerOfTwo.divided(values, 1)).isSameAs(values);
  }
}
