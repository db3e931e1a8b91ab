package io.github.convexheads.ojalgo.interior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({"1,1", "3,2", "2,5", "4,4", "6,1"})
  void bothMatricesAreScaledToTheSameDiagonal(int p, int q) {
    SplittableRandom random = new SplittableRandom(p + 10L * q);
    Matrix s = positive(random, p + q);
    Matrix l = positive(random, p + q);

    NesterovTodd scaling = NesterovTodd.of(s, l, KERNEL);

    Matrix eye = times(scaling.inverse(), scaling.r());
    Matrix left = times(times(scaling.inverse(), s), scaling.inverse().transposed());
    Matrix right = times(times(scaling.r().transposed(), l), scaling.r());
    for (int i = 0; i < p + q; i++) {
      for (int j = 0; j < p + q; j++) {
        double d = i == j ? scaling.d()[i] : 0;
        assertThat(eye.get(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-10));
        assertThat(left.get(i, j)).isCloseTo(d, within(1e-9));
        assertThat(right.get(i, j)).isCloseTo(d, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,2", "2,5", "4,4", "6,1"})
  void theDiagonalisedOperatorIsTheOneWrittenOut(int p, int q) {
    SplittableRandom random = new SplittableRandom(50 + p + 10L * q);
    NesterovTodd scaling =
        NesterovTodd.of(positive(random, p + q), positive(random, p + q), KERNEL);
    double[] g = gaussian(random, p * q);

    double[] found = PairedSpectrum.of(scaling, p).apply(g);

    Matrix t = times(scaling.r(), scaling.r().transposed());
    Matrix t1 = t.rows(0, p).columns(0, p);
    Matrix t2 = t.rows(p, q).columns(p, q);
    Matrix t3 = t.rows(0, p).columns(p, q);
    Matrix matrix = Matrix.of(g, p, q);
    Matrix sum = times(times(t1, matrix), t2);
    sum.addScaled(1, times(t3, times(matrix.transposed(), t3)));
    for (int i = 0; i < found.length; i++) {
      double expected = sum.toArray()[i] / 2;
      assertThat(found[i]).isCloseTo(expected, within(1e-10 * (1 + Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void theSecondOrderScalingTakesBothVectorsToTheSamePoint(int length) {
    SplittableRandom random = new SplittableRandom(length);
    double[] s = inCone(random, length);
    double[] z = inCone(random, length);

    SecondOrderScaling scaling = SecondOrderScaling.of(s, z);

    double[] lambda = scaling.inverseTimes(s);
    double[] same = scaling.times(z);
    double[] back = scaling.times(scaling.inverseTimes(z));
    double[] divided =
        SecondOrderScaling.product(scaling.lambda(), scaling.divide(gaussianLike(z)));
    for (int i = 0; i <= length; i++) {
      assertThat(lambda[i]).isCloseTo(same[i], within(1e-10));
      assertThat(back[i]).isCloseTo(z[i], within(1e-10));
      assertThat(divided[i]).isCloseTo(gaussianLike(z)[i], within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void theLongestStepEndsOnTheBoundary(int length) {
    SplittableRandom random = new SplittableRandom(20 + length);
    for (int trial = 0; trial < 50; trial++) {
      double[] x = inCone(random, length);
      double[] d = gaussian(random, length + 1);

      double step = SecondOrderScaling.longestStep(x, d);

      double reach = Math.min(step, 1e6);
      double[] end = x.clone();
      Arrays.setAll(end, i -> x[i] + reach * (1 - 1e-9) * d[i]);
      assertThat(end[0]).isGreaterThanOrEqualTo(0);
      assertThat(SecondOrderScaling.determinant(end)).isGreaterThanOrEqualTo(-1e-9);
      if (step < 1e6) {
        Arrays.setAll(end, i -> x[i] + step * (1 + 1e-6) * d[i]);
        assertThat(SecondOrderScaling.determinant(end) < 0 || end[0] < 0).isTrue();
      }
    }
  }

  private static double[] gaussianLike(double[] z) {
    double[] x = z.clone();
    Arrays.setAll(x, i -> Math.sin(3 * i + 1) * z[i]);
    return x;
  }

  private static double[] inCone(SplittableRandom random, int length) {
    double[] x = gaussian(random, length + 1);
    double squares = 0;
    for (int i = 1; i <= length; i++) {
      squares += x[i] * x[i];
    }
    x[0] = Math.sqrt(squares) + 0.01 + random.nextDouble();
    return x;
  }

  private static Matrix positive(SplittableRandom random, int n) {
    Matrix a = Matrix.of(gaussian(random, n * n), n, n);
    Matrix square = times(a, a.transposed());
    square.addScaled(0.1, Matrix.identity(n));
    return square;
  }

  private static Matrix times(Matrix a, Matrix b) {
    return KERNEL.multiply(a, b);
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
