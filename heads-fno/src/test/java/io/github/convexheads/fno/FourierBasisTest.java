package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierBasisTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 31, 196})
  void theUnitRowsAreAnOrthonormalBasisOfAllSequences(int s) {
    FourierBasis basis = new FourierBasis(s);
    double[] q = basis.orthonormal(Precision.FLOAT64).doubles();
    for (int t = 0; t < s; t++) {
      for (int u = 0; u < s; u++) {
        double product = 0;
        for (int row = 0; row < basis.rows(); row++) {
          product += q[row * s + t] * q[row * s + u];
        }
        assertThat(product).isCloseTo(t == u ? 1 : 0, within(1e-13 * s));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 31, 196})
  void aSpectrumHasNoMoreThanOneRowMoreThanTheSequence(int s) {
    assertThat(new FourierBasis(s).rows()).isBetween(s, s + 1);
  }
}
