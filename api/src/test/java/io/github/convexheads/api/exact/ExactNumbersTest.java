package io.github.convexheads.api.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ExactNumbersTest {
  private static final BigDecimal CLOSE = new BigDecimal("1e-36");

  @Test
  void knowsKnownNumbers() {
    assertThat(ExactNumbers.exp(BigDecimal.ONE))
        .isCloseTo(new BigDecimal("2.7182818284590452353602874713526624977572"), within(CLOSE));
    assertThat(ExactNumbers.log(BigDecimal.valueOf(2)))
        .isCloseTo(new BigDecimal("0.6931471805599453094172321214581765680755"), within(CLOSE));
    for (double x : new double[] {-5000, -40.5, -1e-9, 0, 0.3, 12, 700, 3000}) {
      BigDecimal exact = new BigDecimal(x);
      assertThat(ExactNumbers.log(ExactNumbers.exp(exact)))
          .isCloseTo(exact, within(CLOSE.multiply(BigDecimal.valueOf(1 + Math.abs(x)))));
    }
  }

  @Test
  void lossesOfOutputsBeyondAllExponentsAreKnown() {
    BigDecimal far = new BigDecimal("1e12");
    BigDecimal[] outputs = {far.negate(), BigDecimal.ZERO};

    assertThat(ExactNumbers.exp(far.negate())).isLessThan(new BigDecimal("1e-400000000"));
    assertThat(ExactLoss.softmax(new int[] {0}).value(outputs, 0)).isEqualByComparingTo(far);
    assertThat(ExactLoss.softmax(new int[] {1}).value(outputs, 0)).isZero();
    assertThat(ExactLoss.softmax(new int[] {0}).gradient(outputs, 0)[1])
        .isEqualByComparingTo(BigDecimal.ONE);
  }

  @Test
  void singularValuesOfARotatedDiagonalAreItsEntries() {
    double[] m = {3 * 0.6, -4 * 0.8, 3 * 0.8, 4 * 0.6};
    BigDecimal[] values = ExactMatrix.of(m, 2, 2).singularValues();
    BigDecimal product = values[0].multiply(values[1]);
    ExactMatrix exact = ExactMatrix.of(m, 2, 2);
    BigDecimal determinant =
        exact
            .get(0, 0)
            .multiply(exact.get(1, 1))
            .subtract(exact.get(0, 1).multiply(exact.get(1, 0)));

    assertThat(values[0].doubleValue()).isCloseTo(4, within(1e-14));
    assertThat(values[1].doubleValue()).isCloseTo(3, within(1e-14));
    assertThat(product).isCloseTo(determinant, within(CLOSE));
  }
}
