package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CircularCorrelationTest {
  private static final int SAMPLES = 3;
  private static final int FEATURES = 4;
  private static final int FROM = 1;
  private static final int WIDTH = 2;
  private static final int K = 5;

  private final Kernel kernel = Kernels.best();

  @ParameterizedTest
  @MethodSource("grids")
  void spectraGiveTheCorrelationsThatSumsGive(Grid grid) {
    int s = grid.size();
    SplittableRandom random = new SplittableRandom(s);
    double[] x = numbers(random, SAMPLES * s * FEATURES);
    double[] u = numbers(random, s * WIDTH * K);
    double[] expected = new double[SAMPLES * s * K];
    forEachTerm(grid, (p, xIndex, uIndex) -> expected[p] += x[xIndex] * u[uIndex]);

    assertThat(projected(grid, x, u, Precision.FLOAT64))
        .containsExactly(expected, within(1e-12 * s));
    assertThat(projected(grid, x, u, Precision.FLOAT32))
        .containsExactly(expected, within(3e-5 * s));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void theAdjointAddsWhatSumsGive(Grid grid) {
    int s = grid.size();
    SplittableRandom random = new SplittableRandom(-s);
    double[] x = numbers(random, SAMPLES * s * FEATURES);
    double[] p = numbers(random, SAMPLES * s * K);
    double[] u = numbers(random, s * WIDTH * K);
    double[] expected = u.clone();
    forEachTerm(grid, (pIndex, xIndex, uIndex) -> expected[uIndex] += x[xIndex] * p[pIndex]);

    correlation(grid, RealArray.wrap(x))
        .backproject(Matrix.of(p, SAMPLES * s, K), Matrix.of(u, s * WIDTH, K));

    assertThat(u).containsExactly(expected, within(1e-12 * s));
  }

  private double[] projected(Grid grid, double[] x, double[] u, Precision precision) {
    Matrix p = Matrix.zeros(precision, SAMPLES * grid.size(), K);
    correlation(grid, RealArray.wrap(x).copy(precision))
        .project(Matrix.of(RealArray.wrap(u).copy(precision), grid.size() * WIDTH, K), p);
    return p.toArray();
  }

  private CircularCorrelation correlation(Grid grid, RealArray x) {
    TokenBatch batch = new TokenBatch(new TokenShape(grid.size(), FEATURES), SAMPLES, x);
    return new CircularCorrelation(batch, FROM, WIDTH, new FourierBasis(grid), kernel);
  }

  private static Stream<Grid> grids() {
    return Stream.concat(
        IntStream.of(1, 2, 3, 4, 5, 7, 8, 14, 31, 64, 196).mapToObj(Grid::cycle),
        Stream.of(
            new Grid(7, 1),
            new Grid(2, 2),
            new Grid(2, 3),
            new Grid(3, 2),
            new Grid(3, 5),
            new Grid(4, 6),
            new Grid(14, 14)));
  }

  private interface Term {
    void at(int p, int x, int u);
  }

  /** Visits every term of P[i,t,h] = sum over a, l of X[i,t+a,l] U[(a,l),h]. */
  private static void forEachTerm(Grid grid, Term term) {
    int s = grid.size();
    int width = grid.width();
    for (int i = 0; i < SAMPLES; i++) {
      for (int t = 0; t < s; t++) {
        for (int a = 0; a < s; a++) {
          for (int l = 0; l < WIDTH; l++) {
            int row = (t / width + a / width) % grid.height();
            int token = row * width + (t + a) % width;
            int x = (i * s + token) * FEATURES + FROM + l;
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
