package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourierBasisTest {
  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "1,3", "1,4", "1,31", "1,196", "2,2", "2,3", "3,4", "5,3", "14,14"})
  void theUnitRowsAreAnOrthonormalBasis(int height, int width) {
    Matrix q = new FourierBasis(new Grid(height, width)).orthonormal(Precision.FLOAT64);
    double[] products = Kernels.best().multiply(q.transposed(), q).toArray();
    assertThat(products)
        .containsExactly(Matrix.identity(height * width).toArray(), within(1e-13 * q.rows()));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "1,3", "1,4", "1,31", "1,196", "2,2", "2,3", "3,4", "5,3", "14,14"})
  void everyFrequencyHasRowsOfItsOwn(int height, int width) {
    FourierBasis basis = new FourierBasis(new Grid(height, width));
    Set<Integer> rows = new TreeSet<>(IntStream.range(0, basis.reals()).boxed().toList());
    for (int slot = basis.realSlots(); slot < basis.slots(); slot++) {
      assertThat(rows.add(basis.row(slot))).isTrue();
      assertThat(rows.add(basis.row(slot) + 1)).isTrue();
    }
    assertThat(rows).containsExactlyElementsOf(IntStream.range(0, height * width).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({"1,6", "2,3", "3,4"})
  void theAnalysisHasTheUnscaledRows(int height, int width) {
    FourierBasis basis = new FourierBasis(new Grid(height, width));
    Matrix q = basis.orthonormal(Precision.FLOAT64);
    for (int slot = basis.realSlots(); slot < basis.slots(); slot++) {
      for (int part = 0; part < 2; part++) {
        Matrix row = basis.analysis(Precision.FLOAT64, part).rows(slot, 1);
        Matrix unit = q.rows(basis.row(slot) + part, 1);
        for (int t = 0; t < q.columns(); t++) {
          assertThat(unit.get(0, t))
              .isCloseTo(row.get(0, t) * Math.sqrt(2.0 / q.columns()), within(1e-15));
        }
      }
    }
  }
}
