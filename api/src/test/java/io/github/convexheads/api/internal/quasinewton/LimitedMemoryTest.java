package io.github.convexheads.api.internal.quasinewton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two-loop recursion against the BFGS matrix written out (Nocedal and Wright, 2006, 7.16). */
class LimitedMemoryTest {
  private static final int SIZE = 7;

  /** Diagonal, so that it is symmetric positive definite. */
  private static final Preconditioner DIAGONAL =
      x -> {
        double[] y = x.clone();
        Arrays.setAll(y, i -> y[i] / (i + 1));
        return y;
      };

  private final SplittableRandom random = new SplittableRandom(11);
  private final LimitedMemory memory = new LimitedMemory(3, new ParallelVectors(Workers.of(1)));
  private final LimitedMemory sequential = new LimitedMemory(3, VectorOperations.SEQUENTIAL);

  private double[] gaussian() {
    double[] x = new double[SIZE];
    Arrays.setAll(x, i -> random.nextGaussian());
    return x;
  }

  /** A step s and its change of the gradient of a quadratic with Hessian I + 1 1^T. */
  private double[][] pair() {
    double[] s = gaussian();
    double sum = Arrays.stream(s).sum();
    double[] y = Arrays.stream(s).map(value -> value + sum).toArray();
    return new double[][] {s, y};
  }

  @Test
  void withoutPairsTheDirectionIsThePreconditionedGradient() {
    double[] g = gaussian();

    assertThat(memory.direction(g, DIAGONAL))
        .containsExactly(Arrays.stream(DIAGONAL.apply(g)).map(value -> -value).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void theDirectionIsThatOfTheMatrix(int pairs) {
    List<double[][]> last = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double[][] pair = pair();
      memory.add(pair[0], pair[1]);
      sequential.add(pair[0], pair[1]);
      last.add(pair);
    }
    double[][] h = matrix(last.subList(Math.max(0, pairs - 3), pairs));
    double[] g = gaussian();
    double[] before = g.clone();
    double[] expected = new double[SIZE];
    Arrays.setAll(expected, i -> -dot(h[i], g));

    assertThat(memory.direction(g, DIAGONAL)).containsExactly(expected, within(1e-11));
    assertThat(sequential.direction(g, DIAGONAL)).containsExactly(expected, within(1e-11));
    assertThat(g).containsExactly(before);
  }

  /** H = V^T H V + rho s s^T with V = I - rho y s^T, pair by pair, from the scaled diagonal. */
  private static double[][] matrix(List<double[][]> pairs) {
    double[][] newest = pairs.get(pairs.size() - 1);
    double scale = dot(newest[0], newest[1]) / dot(newest[1], DIAGONAL.apply(newest[1]));
    double[][] h = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      h[i][i] = scale / (i + 1);
    }
    for (double[][] pair : pairs) {
      h = updated(h, pair[0], pair[1], 1 / dot(pair[0], pair[1]));
    }
    return h;
  }

  private static double[][] updated(double[][] h, double[] s, double[] y, double rho) {
    double[] hy = new double[SIZE];
    Arrays.setAll(hy, i -> dot(h[i], y));
    double yhy = dot(y, hy);
    double[][] next = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        next[i][j] =
            h[i][j] - rho * (s[i] * hy[j] + hy[i] * s[j]) + (rho * rho * yhy + rho) * s[i] * s[j];
      }
    }
    return next;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
