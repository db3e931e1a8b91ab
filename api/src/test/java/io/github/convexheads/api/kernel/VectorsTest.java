package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
  @ParameterizedTest
  @ValueSource(doubles = {1, 0x1p-600, 0x1p-1060, 0x1p600, 0x1p1020})
  void normsOfEveryScaleAreThoseOfScale1(double scale) {
    double[] x = {3 * scale, 0, -4 * scale};

    assertThat(Vectors.norm(x)).isCloseTo(5 * scale, withinPercentage(1e-12));
  }

  @Test
  void normsOfWhatIsNotFiniteSaySo() {
    assertThat(Vectors.norm(new double[] {1, Double.NaN})).isNaN();
    assertThat(Vectors.norm(new double[] {Double.NEGATIVE_INFINITY, 2})).isInfinite();
    assertThat(Vectors.norm(new double[] {0, 0})).isZero();
    assertThat(Vectors.norm(new double[0])).isZero();
  }

  @Test
  void combinationsAddMultiples() {
    double[] x = {1, 2};
    double[] y = {10, 20};

    assertThat(Vectors.scaled(-3, x)).containsExactly(-3, -6);
    assertThat(Vectors.combination(2, x, -1, y)).containsExactly(-8, -16);
    assertThat(Vectors.dot(x, y)).isEqualTo(50);
    Vectors.addScaled(3, x, y);
    assertThat(Arrays.toString(y)).isEqualTo("[13.0, 26.0]");
  }
}
