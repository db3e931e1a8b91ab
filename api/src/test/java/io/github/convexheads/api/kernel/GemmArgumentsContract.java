package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How every kernel's matrix product must refuse what does not fit. */
public interface GemmArgumentsContract extends KernelUnderTest {

  @Test
  default void negativeDimensionsAreRefusedWithTheirValues() {
    assertThatThrownBy(() -> gemm(-1, 2, 3, new double[9], 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m = -1, n = 2, k = 3");
  }

  @Test
  default void aLeadingDimensionBelowTheWidthIsRefused() {
    assertThatThrownBy(() -> gemm(3, 3, 3, new double[9], 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A is stored 3 x 3 but its leading dimension is 2");
  }

  @Test
  default void aMatrixThatDoesNotFitIsRefusedAndNothingIsWritten() {
    double[] c = {5, 5, 5, 5};
    double[] a = new double[4];
    for (int cPos : new int[] {-1, 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(
              () -> kernel().gemm(false, false, 2, 2, 2, 1.0, a, 0, 2, a, 0, 2, 0.0, c, cPos, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("C is stored 2 x 2");
    }
    assertThat(c).containsOnly(5);
  }

  @Test
  default void aMatrixLargerThanAnyArrayIsRefused() {
    int huge = 1 << 20;
    double[] one = new double[1];
    assertThatThrownBy(
            () ->
                kernel()
                    .gemm(
                        false, false, huge, huge, 1, 1.0, one, 0, 1, one, 0, huge, 0.0, one, 0,
                        huge))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  default void floatProductsAreCheckedToo() {
    float[] a = new float[4];
    assertThatThrownBy(
            () -> kernel().gemm(false, false, 2, 2, 2, 1f, a, 1, 2, a, 0, 2, 0f, a, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("A is stored 2 x 2");
  }

  @Test
  default void mixedPrecisionsAreRefused() {
    RealArray d = RealArray.allocate(Precision.FLOAT64, 1);
    RealArray f = RealArray.allocate(Precision.FLOAT32, 1);
    assertThatThrownBy(() -> kernel().gemm(false, false, 1, 1, 1, 1, d, 0, 1, f, 0, 1, 0, d, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("B is FLOAT32");
  }

  @Test
  default void emptyProductsNeedNoData() {
    double[] none = new double[0];
    double[] c = {4};
    kernel().gemm(false, false, 0, 0, 0, 1.0, none, 0, 0, none, 0, 0, 0.0, none, 0, 0);
    kernel().gemm(false, false, 0, 1, 1, 1.0, none, 0, 1, c, 0, 1, 0.0, none, 0, 1);
    kernel().gemm(false, false, 1, 1, 0, 1.0, none, 0, 0, none, 0, 1, 0.5, c, 0, 1);
    assertThat(c).containsExactly(2);
  }

  private void gemm(int m, int n, int k, double[] a, int aPos, int lda) {
    double[] c = new double[9];
    kernel().gemm(false, false, m, n, k, 1.0, a, aPos, lda, c, 0, 3, 0.0, new double[9], 0, 3);
  }
}
