package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.ReluRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms over the cones of activation patterns, held against all directions of the plane. */
class ConeNormTest {
  private static final int DIRECTIONS = 400;

  /** What the nearest direction of the grid may miss of a norm. */
  private static final double GRID = 1e-4;

  private static Evaluation zero(int c, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[14];
    double[] y = new double[7 * c];
    Arrays.setAll(x, i -> random.nextGaussian());
    Arrays.setAll(y, i -> random.nextGaussian());
    LiftedProgram program =
        new ReluRows(Tokens.of(x, 7, 1, 2), false)
            .program(new RealTargets(y, 1, c), new SquaredLoss(), 1, Kernels.best());
    return program.at(Variable.zero(program.blocks()));
  }

  /** The largest ||M^T u|| of the unit u of a grid, and of the edges, that lie in the cone. */
  private static double sampled(Evaluation at, int block) {
    LocalData.Cone cone = at.program().localData().orElseThrow().cone(block).orElseThrow();
    int rows = cone.inequalities();
    double[] k = cone.transposeTimes(Matrix.identity(rows).toArray(), rows);
    DoubleStream angles =
        DoubleStream.concat(
            IntStream.range(0, DIRECTIONS).mapToDouble(i -> 2 * Math.PI * i / DIRECTIONS),
            IntStream.range(0, 2 * rows)
                .mapToDouble(i -> Math.atan2(k[rows + i / 2], k[i / 2]) + (i % 2 - 0.5) * Math.PI));
    return angles
        .mapToObj(angle -> new double[] {Math.cos(angle), Math.sin(angle)})
        .filter(u -> Arrays.stream(cone.times(u, 1)).allMatch(value -> value >= -1e-12))
        .mapToDouble(u -> Vectors.norm(at.adjointTransposeTimes(block, u, 1)) * (1 - 1e-9))
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void boundsOfEveryConeMeetAtItsNorm(int c) {
    for (long seed = 0; seed < 1; seed++) {
      Evaluation at = zero(c, seed);
      for (int block = 0; block < at.program().blocks().size(); block++) {
        double norm = sampled(at, block);
        double spectral = SpectralNorm.of(at, block, 1e-9).upper();

        ConeNorm cone = ConeNorm.of(at, block, spectral).orElseThrow();

        assertThat(cone.upper()).isBetween(norm, spectral);
        assertThat(cone.done()).isEqualTo(c == 1);
        if (c > 1) {
          double before = cone.upper();
          cone.improve(cone.upper(), 1);
          assertThat(cone.upper()).as("was enough").isEqualTo(before);
          cone.improve(0, 200);
        }
        assertThat(cone.upper()).isBetween(norm, norm * (1 + GRID) + 1e-9 * spectral);
        assertThat(cone.lower())
            .isBetween(norm * (1 - 1e-6) - 1e-9, norm * (1 + GRID) + 1e-9 * spectral);
      }
    }
  }

  /** The largest bound of all blocks is the norm; a block is worked on no longer than it leads. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theLargestBoundIsTheLargestNorm(int c) {
    for (long seed = 0; seed < 2; seed++) {
      Evaluation at = zero(c, seed);
      double largest = 0;
      DualNorms norms = DualNorms.of(at, (lower, upper) -> true);
      for (int block = 0; block < at.program().blocks().size(); block++) {
        double norm = sampled(at, block);
        largest = Math.max(largest, norm);
        assertThat(norms.upper().get(block)).isGreaterThanOrEqualTo(norm);
      }
      double bound = Arrays.stream(norms.bounds()).max().orElseThrow();

      assertThat(bound).isBetween(largest, largest * (1 + GRID));
      assertThat(norms.failureProbability()).isZero();
      assertThat(Certifier.betaMax(at.program())).isBetween(largest, largest * (1 + GRID));
    }
  }

  /** Whoever stops at once gets the spectral norms, which are bounds as well. */
  @Test
  void stoppedAtOnceBoundsAreThoseOfTheMatrices() {
    Evaluation at = zero(2, 1);

    DualNorms stopped = DualNorms.of(at, (lower, upper) -> true, () -> true);

    for (int block = 0; block < at.program().blocks().size(); block++) {
      double spectral = SpectralNorm.of(at, block, 1e-9).upper();
      assertThat(stopped.upper().get(block))
          .isBetween(spectral * (1 - 1e-6), spectral * (1 + 1e-6));
    }
  }

  @Test
  void aBoundThatIsKnownToBeLowerIsKept() {
    Evaluation at = zero(2, 2);
    double norm = sampled(at, 0);

    assertThat(ConeNorm.of(at, 0, norm * 0.5).orElseThrow().upper()).isEqualTo(norm * 0.5);
    assertThat(ConeNorm.of(GivenMatrix.withSingularValues(3, 2, new double[] {2, 1}, 1).at(), 0, 2))
        .isEmpty();
  }
}
