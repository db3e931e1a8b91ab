package io.github.convexheads.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PooledGatedMixerFeaturesTest {
  private static final int SAMPLES = 2;

  private final Kernel kernel = Kernels.best();

  /** More tokens than bits of a word, more features than a tile has rows, many columns, and few. */
  @ParameterizedTest
  @CsvSource({"70, 3, 9", "3, 300, 17", "2, 2, 300", "65, 2, 1", "1, 1, 8", "5, 129, 16"})
  void tilesGiveTheMaskedSumsThatLoopsGive(int s, int d, int k) {
    SplittableRandom random = new SplittableRandom(s + 100L * d);
    double[] x = numbers(random, SAMPLES * s * d);
    double[] w = numbers(random, s * s * k);
    RealArray gates = RealArray.wrap(numbers(random, SAMPLES * d * s));
    double[] expected = new double[SAMPLES * d * k];
    forEachTerm(s, d, k, gates, (p, xIndex, wIndex) -> expected[p] += x[xIndex] * w[wIndex] / s);

    for (Precision precision : Precision.values()) {
      RealArray p = RealArray.allocate(precision, expected.length);
      p.fill(0, p.length(), Double.NaN);
      features(s, d, RealArray.wrap(x).copy(precision), gates)
          .project(0, columns(RealArray.wrap(w).copy(precision), k), columns(p, k));
      double tolerance = precision == Precision.FLOAT64 ? 1e-13 : 1e-5;
      assertThat(p.copy(Precision.FLOAT64).doubles())
          .containsExactly(expected, within(tolerance * s));
    }
  }

  @ParameterizedTest
  @CsvSource({"70, 3, 9", "3, 300, 17", "2, 2, 300", "65, 2, 1", "1, 1, 8", "5, 129, 16"})
  void tilesAddTheAdjointThatLoopsGive(int s, int d, int k) {
    SplittableRandom random = new SplittableRandom(s + 100L * d);
    double[] x = numbers(random, SAMPLES * s * d);
    double[] p = numbers(random, SAMPLES * d * k);
    double[] w = numbers(random, s * s * k);
    RealArray gates = RealArray.wrap(numbers(random, SAMPLES * d * s));
    double[] expected = w.clone();
    forEachTerm(s, d, k, gates, (pIndex, xIndex, i) -> expected[i] += x[xIndex] * p[pIndex] / s);

    for (Precision precision : Precision.values()) {
      RealArray sum = RealArray.wrap(w).copy(precision);
      features(s, d, RealArray.wrap(x).copy(precision), gates)
          .backproject(0, columns(RealArray.wrap(p).copy(precision), k), columns(sum, k));
      double tolerance = precision == Precision.FLOAT64 ? 1e-13 : 1e-5;
      assertThat(sum.copy(Precision.FLOAT64).doubles())
          .containsExactly(expected, within(tolerance * SAMPLES * d));
    }
  }

  private Features features(int s, int d, RealArray x, RealArray gates) {
    TokenShape shape = new TokenShape(s, d);
    return new PooledGatedMixerFeatures(
        new TokenBatch(shape, SAMPLES, x),
        RowMask.signs(columns(gates, 1)).stream().map(mask -> mask.transposed(d, s)).toList(),
        new MixerPreactivation(shape, Pooling.MEAN),
        kernel);
  }

  private static Matrix columns(RealArray values, int k) {
    return Matrix.of(values, values.length() / k, k);
  }

  private interface Term {
    void at(int p, int x, int w);
  }

  /** Visits the open terms of P[i,l,h] = (1/s) sum over t, u of D[i,l,t] W[(t,u),h] X[i,u,l]. */
  private static void forEachTerm(int s, int d, int k, RealArray gates, Term term) {
    for (int row = 0; row < SAMPLES * d; row++) {
      for (int t = 0; t < s; t++) {
        for (int u = 0; gates.get(row * s + t) >= 0 && u < s; u++) {
          int x = (row / d * s + u) * d + row % d;
          for (int h = 0; h < k; h++) {
            term.at(row * k + h, x, (t * s + u) * k + h);
          }
        }
      }
    }
  }

  private static double[] numbers(SplittableRandom random, int length) {
    return random.doubles(length).map(v -> 2 * v - 1).toArray();
  }
}
