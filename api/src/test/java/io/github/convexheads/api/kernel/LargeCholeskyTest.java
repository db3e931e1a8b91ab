package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LargeCholeskyTest {
  private final Kernel kernel = Kernel.of(new JavaKernelProvider().create());

  @ParameterizedTest
  @CsvSource({"1, 4", "3, 4", "4, 4", "5, 4", "17, 4", "18, 4", "128, 64", "190, 65", "300, 150"})
  void isTheFactorWhateverTheBlocks(int order, int block) {
    double[] a = positive(order);
    double[] expected = kernel.cholesky(a, order).lower();
    double[] lower = DecompositionArguments.lowerTriangle(a, order);

    new LargeCholesky(kernel, Workers.of(2), lower, order, block).factor();

    assertThat(lower).containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 16})
  void namesThePivotThatIsNotPositive(int pivot) {
    int order = 17;
    double[] a = positive(order);
    a[pivot * order + pivot] = -1;
    double[] lower = DecompositionArguments.lowerTriangle(a, order);

    assertThatThrownBy(() -> new LargeCholesky(kernel, Workers.of(2), lower, order, 4).factor())
        .isInstanceOfSatisfying(
            Cholesky.NotPositiveDefiniteException.class,
            e -> assertThat(e.pivot()).isEqualTo(pivot));
  }

  private double[] positive(int order) {
    Random random = new Random(order);
    Matrix b = Matrix.of(random.doubles((long) order * order, -1, 1).toArray(), order, order);
    Matrix a = kernel.multiply(b, b.transposed());
    for (int i = 0; i < order; i++) {
      a.set(i, i, a.get(i, i) + 1);
    }
    return a.toArray();
  }
}
