package io.github.convexheads.api.kernel.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when LAPACK's divide and conquer does not converge, which no test can provoke. */
class LapackDriversTest {
  private final Kernel twin = Kernel.of(new JavaKernelProvider().create());
  private final double[] a = new Random(1).doubles(30).toArray();

  @BeforeEach
  void loadOpenBlas() {
    OpenBlasLibrary.load();
  }

  @Test
  void qrIterationTakesOverAndStartsFromTheUntouchedMatrix() {
    LapackSvd.Driver notConverging =
        (n, m, r, work, values, v, ut) -> {
          Arrays.fill(work, Double.NaN);
          return 1;
        };
    for (int[] shape : new int[][] {{6, 5}, {5, 6}, {30, 1}, {1, 30}}) {
      Svd svd = LapackSvd.thin(a, shape[0], shape[1], notConverging, LapackSvd.QR_ITERATION);
      Svd expected = twin.svd(a, shape[0], shape[1]);
      assertThat(svd.values()).containsExactly(expected.values(), within(1e-12));
      assertThat(Math.abs(svd.u()[0])).isCloseTo(Math.abs(expected.u()[0]), within(1e-12));
      assertThat(Math.abs(svd.v()[0])).isCloseTo(Math.abs(expected.v()[0]), within(1e-12));
    }
  }

  @Test
  void qlIterationTakesOverAndStartsFromTheUntouchedMatrix() {
    LapackEigen.Driver notConverging =
        (n, work, values) -> {
          Arrays.fill(work, Double.NaN);
          return 1;
        };
    SymmetricEigen eigen = LapackEigen.of(a, 5, notConverging, LapackEigen.QL_ITERATION);
    SymmetricEigen expected = twin.eigen(a, 5);
    assertThat(eigen.values()).containsExactly(expected.values(), within(1e-12));
    for (int i = 0; i < 25; i++) {
      assertThat(Math.abs(eigen.vectors()[i]))
          .isCloseTo(Math.abs(expected.vectors()[i]), within(1e-11));
    }
  }

  @Test
  void whenNothingConvergesTheShapeIsNamed() {
    assertThatThrownBy(() -> LapackSvd.thin(a, 6, 5, (n, m, r, w, s, v, u) -> 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("6 x 5 matrix did not converge");
    assertThatThrownBy(() -> LapackEigen.of(a, 5, (n, w, s) -> 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("5 x 5 matrix did not converge");
  }

  @Test
  void illegalArgumentsAreABrokenInvariant() {
    assertThatThrownBy(() -> LapackSvd.thin(a, 6, 5, (n, m, r, w, s, v, u) -> -4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("argument 4");
    assertThatThrownBy(() -> LapackEigen.of(a, 5, (n, w, s) -> -2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("argument 2");
  }
}
