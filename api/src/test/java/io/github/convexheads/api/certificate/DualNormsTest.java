package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest norm over the cones of all patterns, which is that over all directions. */
class DualNormsTest {
  private static final Kernel KERNEL = Kernels.best();

  private static ConvexProgram program(double[] x, int d, double[] y, int c) {
    int n = x.length / d;
    return new ReluRows(Tokens.of(x, n, 1, d), false)
        .program(new RealTargets(y, 1, c), new SquaredLoss(), 1, KERNEL);
  }

  private static Evaluation zero(ConvexProgram program) {
    return program.at(Variable.zero(program.blocks()));
  }

  /** Samples a e_i: heads see targets of one sign only, where the spectral norm sees all. */
  @Test
  void targetsOfOtherSignsDoNotAddUp() {
    double[] y = {1, -2, 0.5, 1.5};
    double[] x = new double[16];
    for (int i = 0; i < 4; i++) {
      x[5 * i] = 1.5;
    }
    ConvexProgram program = program(x, 4, y, 1);
    double spectral = 1.5 * Vectors.norm(y) / 4;

    double most = largest(DualNorms.of(zero(program), (lower, upper) -> false));
    double stopped = largest(DualNorms.of(zero(program), (lower, upper) -> false, () -> true));

    assertThat(Certifier.betaMax(program)).isBetween(0.75, 0.75 * (1 + 1e-6));
    assertThat(most).isBetween(0.75, 0.75 * (1 + 1e-9));
    double error = zero(program).gradientError();
    assertThat(most - 0.75).as("what rounding may do is added").isBetween(0.9 * error, 3 * error);
    assertThat(stopped).isBetween(spectral, spectral * (1 + 1e-9));
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "6, 2", "4, 3"})
  void theLargestBoundIsThatOfTheBestDirectionOfThePlane(int n, int c) {
    for (long seed = 0; seed < 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] x = random.doubles(2L * n, -1, 1).toArray();
      double[] y = random.doubles((long) c * n, -1, 1).toArray();
      double best = 0;
      for (int k = 0; k < 20_000; k++) {
        double angle = 2 * Math.PI * k / 20_000;
        double[] g = new double[c];
        for (int i = 0; i < n; i++) {
          double z = x[2 * i] * Math.cos(angle) + x[2 * i + 1] * Math.sin(angle);
          for (int p = 0; p < c; p++) {
            g[p] += Math.max(0, z) * y[i * c + p] / n;
          }
        }
        best = Math.max(best, Vectors.norm(g));
      }

      DualNorms norms = DualNorms.of(zero(program(x, 2, y, c)), (lower, upper) -> false);

      assertThat(largest(norms)).isBetween(best, best * (1 + 3e-4));
      assertThat(norms.failureProbability()).isZero();
    }
  }

  private static double largest(DualNorms norms) {
    return Arrays.stream(norms.bounds()).max().orElseThrow();
  }
}
