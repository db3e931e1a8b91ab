package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Precision;
import java.util.Set;
import java.util.TreeSet;
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
        for (int row = 0; row < s; row++) {
          product += q[row * s + t] * q[row * s + u];
        }
        assertThat(product).isCloseTo(t == u ? 1 : 0, within(1e-13 * s));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 31, 196})
  void everyPartOfEverySlotHasARowOfItsOwn(int s) {
    FourierBasis basis = new FourierBasis(s);
    Set<Integer> rows = new TreeSet<>();
    for (int slot = 0; slot < basis.slots(); slot++) {
      for (int part : new int[] {FourierBasis.REAL, FourierBasis.IMAGINARY}) {
        if (basis.has(slot, part)) {
          assertThat(rows.add(basis.row(slot, part))).isTrue();
        }
      }
    }
    assertThat(rows).hasSize(s).allMatch(row -> row >= 0 && row < s);
  }
}
