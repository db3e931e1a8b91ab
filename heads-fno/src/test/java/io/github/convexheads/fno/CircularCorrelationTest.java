package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularCorrelationTest {
  private static final int SAMPLES = 3;
  private static final int FEATURES = 4;
  private static final int FROM = 1;
  private static final int WIDTH = 2;
  private static final int K = 5;

  private final Kernel kernel = Kernels.best();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 14, 31, 64, 196})
  void spectraGiveTheCorrelationsThatSumsGive(int s) {
    SplittableRandom random = new SplittableRandom(s);
    double[] x = numbers(random, SAMPLES * s * FEATURES);
    double[] u = numbers(random, s * WIDTH * K);
    double[] expected = new double[SAMPLES * s * K];
    forEachTerm(s, (p, xIndex, uIndex) -> expected[p] += x[xIndex] * u[uIndex]);

    assertThat(projected(s, x, u, Precision.FLOAT64)).containsExactly(expected, within(1e-12 * s));
    assertThat(projected(s, x, u, Precision.FLOAT32)).containsExactly(expected, within(3e-5 * s));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 14, 31, 64, 196})
  void theAdjointAddsWhatSumsGive(int s) {
    SplittableRandom random = new SplittableRandom(-s);
    double[] x = numbers(random, SAMPLES * s * FEATURES);
    double[] p = numbers(random, SAMPLES * s * K);
    double[] u = numbers(random, s * WIDTH * K);
    double[] expected = u.clone();
    forEachTerm(s, (pIndex, xIndex, uIndex) -> expected[uIndex] += x[xIndex] * p[pIndex]);

    correlation(s, RealArray.wrap(x)).backproject(RealArray.wrap(p), K, RealArray.wrap(u));

    assertThat(u).containsExactly(expected, within(1e-12 * s));
  }

  private double[] projected(int s, double[] x, double[] u, Precision precision) {
    RealArray p = RealArray.allocate(precision, SAMPLES * s * K);
    correlation(s, RealArray.wrap(x).copy(precision))
        .project(RealArray.wrap(u).copy(precision), K, p);
    return p.copy(Precision.FLOAT64).doubles();
  }

  private CircularCorrelation correlation(int s, RealArray x) {
    TokenBatch batch = new TokenBatch(new TokenShape(s, FEATURES), SAMPLES, x);
    return new CircularCorrelation(batch, FROM, WIDTH, new FourierBasis(s), kernel);
  }

  private interface Term {
    void at(int p, int x, int u);
  }

  /** Visits every term of P[i,t,h] = sum over a, l of X[i,(t+a) mod s,l] U[(a,l),h]. */
  private static void forEachTerm(int s, Term term) {
    for (int i = 0; i < SAMPLES; i++) {
      for (int t = 0; t < s; t++) {
        for (int a = 0; a < s; a++) {
          for (int l = 0; l < WIDTH; l++) {
            int x = (i * s + (t + a) % s) * FEATURES + FROM + l;
            for (int h = 0; h < K; h++) {
              term.at((i * s + t) * K + h, x, (a * WIDTH + l) * K + h);
            }
          }
        }
      }
    }
  }

  private static double[] numbers(SplittableRandom random, int length) {
    return random.doubles(length).map(v -> 2 * v - 1).toArray();
  }
}
