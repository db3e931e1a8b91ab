package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The cones of gates on tokens of several batches, whose rows are the tokens with a sign. */
class LiftedConeTest {
  private static final int N = 50;
  private static final int S = 2;
  private static final int D = 3;
  private static final int K = 2;

  private final double[] x = gaussian(1, N * S * D);
  private final double[][] gates = {gaussian(2, D), gaussian(3, D)};
  private final LiftedProgram program =
      new ReluRows(Tokens.of(x, N, S, D), false)
          .program(
              Gates.of(List.<double[][]>of(gates)),
              new RealTargets(gaussian(4, N * S), S, 1),
              new SquaredLoss(),
              0.1,
              Kernels.best());

  private LocalData.Cone cone(int gate) {
    return program.data().cone(gate).orElseThrow();
  }

  private double[] token(int row) {
    return Arrays.copyOfRange(x, row * D, (row + 1) * D);
  }

  private double sign(int gate, int row) {
    return Vectors.dot(token(row), gates[gate]) >= 0 ? 1 : -1;
  }

  @Test
  void inequalitiesAreTheTokensWithTheSignsOfTheGate() {
    double[] u = gaussian(5, D * K);
    for (int gate = 0; gate < gates.length; gate++) {
      double[] found = cone(gate).times(u, K);

      assertThat(found).hasSize(N * S * K);
      assertThat(cone(gate).inequalities()).isEqualTo(N * S);
      for (int row = 0; row < N * S; row++) {
        for (int h = 0; h < K; h++) {
          double expected = sign(gate, row) * Vectors.dot(token(row), column(u, h));
          assertThat(found[row * K + h]).isCloseTo(expected, within(1e-14));
        }
      }
      assertThat(cone(gate).interior().orElseThrow()).isEqualTo(gates[gate]);
    }
  }

  @Test
  void theTransposeIsTheAdjoint() {
    double[] y = gaussian(6, N * S * K);
    double[] u = gaussian(7, D * K);
    double[] given = y.clone();
    for (int gate = 0; gate < gates.length; gate++) {
      double[] transposed = cone(gate).transposeTimes(y, K);

      assertThat(transposed).hasSize(D * K);
      assertThat(Vectors.dot(transposed, u))
          .isCloseTo(Vectors.dot(y, cone(gate).times(u, K)), within(1e-11));
      assertThat(y).isEqualTo(given);
    }
  }

  @Test
  void roundingIsBoundedRowByRowByTheSizesOfTerms() {
    double[] u = gaussian(8, D * K);
    double[] found = cone(1).rounding(u, K);

    assertThat(found).hasSize(N * S * K);
    for (int row = 0; row < N * S; row++) {
      for (int h = 0; h < K; h++) {
        double terms = 0;
        for (int l = 0; l < D; l++) {
          terms += Math.abs(token(row)[l] * u[l * K + h]);
        }
        double expected = (D + 3) * 0x1p-53 * terms;
        assertThat(found[row * K + h]).isBetween(expected, 1.0001 * expected);
      }
    }
  }

  @Test
  void aPointOutsideIsMovedInsideAndOneInsideStays() {
    Factors outside = new Factors(D, 1, 2, gaussian(9, D * 2), new double[] {1.5, -0.5});
    double[] inside = new double[D];
    Arrays.setAll(inside, l -> 3 * gates[1][l]);
    Factors feasible = new Factors(D, 1, 1, inside, new double[] {2});

    Variable moved = FeasiblePoint.of(program, new Variable(List.of(outside, feasible)));

    assertThat(moved.block(1)).isSameAs(feasible);
    double[] images = cone(0).times(moved.block(0).left(), 2);
    double[] rounding = cone(0).rounding(moved.block(0).left(), 2);
    for (int i = 0; i < images.length; i++) {
      assertThat(images[i]).isGreaterThanOrEqualTo(-rounding[i]);
    }
    assertThat(Vectors.norm(moved.block(0).left())).isPositive();
    assertThat(FeasiblePoint.of(program, moved)).isSameAs(moved);
  }

  private static double[] column(double[] u, int h) {
    double[] column = new double[D];
    Arrays.setAll(column, l -> u[l * K + h]);
    return column;
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
