package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.exact.ExactMatrix;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.RealTargets;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The nuclear norm as computed is off by no more than it says, held against forty digits. */
class PenaltyBoundTest {
  private static final int R = 3;
  private static final int C = 2;

  @Test
  void theErrorIsAtLeastWhatRoundingDid() {
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int rank = 1 + random.nextInt(4);
      double cancel = seed % 2 == 0 ? 0 : Math.scalb(1, random.nextInt(30));
      double[] u = random.doubles((long) R * rank, -1, 1).toArray();
      double[] v = random.doubles((long) C * rank, -1, 1).toArray();
      for (int i = 0; i < R && rank > 1; i++) {
        u[i * rank] = cancel + u[i * rank];
        u[i * rank + 1] = -cancel + u[i * rank + 1];
      }
      for (int i = 0; i < C && rank > 1 && cancel > 0; i++) {
        v[i * rank + 1] = v[i * rank];
      }

      PenaltyBound found =
          PenaltyBound.of(program(), new Variable(List.of(new Factors(R, C, rank, u, v))));

      ExactMatrix z = ExactMatrix.of(u, R, rank).times(ExactMatrix.of(v, C, rank).transposed());
      BigDecimal off =
          new BigDecimal(found.value()).subtract(ExactProblem.nuclear(List.of(z))).abs();
      assertThat(new BigDecimal(found.error())).isGreaterThanOrEqualTo(off);
      assertThat(found.error()).isLessThan(1e-4 * found.value());
    }
  }

  /** sqrt(r) 2 p u ||U|| ||V|| with p of the order of the dimensions, which nothing may lower. */
  @Test
  void theErrorIsThatOfTheDecomposition() {
    for (int[] shape : new int[][] {{100, 60, 9}, {40, 3, 8}, {3, 50, 1}}) {
      int rank = shape[2];
      SplittableRandom random = new SplittableRandom(shape[0]);
      double[] u = random.doubles((long) shape[0] * rank, -1, 1).toArray();
      double[] v = random.doubles((long) shape[1] * rank, -1, 1).toArray();
      Factors z = new Factors(shape[0], shape[1], rank, u, v);
      double p = 4.0 * (shape[0] + shape[1] + rank);
      double r = Math.min(rank, Math.min(shape[0], shape[1]));
      double least = p * 0x1p-53 * Math.sqrt(r) * 4 * z.sumOfWeights();

      PenaltyBound found = PenaltyBound.of(program(), new Variable(List.of(z)));

      assertThat(found.error()).isBetween(least, 2.2 * least);
      assertThat(found.distance()).isZero();
    }
  }

  /** What is left of columns that cancel is off by a last place, and by the squares of all. */
  @Test
  void theDistanceOfAPointThatIsComputedAnewIsThatOfItsRounding() {
    double large = 0x1p60;
    double[] u = {large, -large, 1, large, -large, 0, large, -large, 0};
    double[] v = {1, 1, 1, 1, 1, 0};

    PenaltyBound found =
        PenaltyBound.of(program(), new Variable(List.of(new Factors(R, C, 3, u, v))));

    double rest = 4 * 9 * 0x1p-106 * (2 * Math.sqrt(3) * Math.sqrt(2) * large);
    assertThat(found.value()).isEqualTo(1.0);
    assertThat(found.distance()).isBetween(2 * 0x1p-53 + rest, 1.1 * (2 * 0x1p-53 + rest));
    assertThat(found.error()).isGreaterThan(Math.sqrt(2) * found.distance());
  }

  private static ConvexProgram program() {
    DenseLift lift = DenseLift.single(R, 1, 1, C);
    RealTargets targets = new RealTargets(new double[C], 1, C);
    return new DenseProblem(lift, new double[R], targets, new SquaredLoss(), 1)
        .program(Kernels.best(), Workers.of(1));
  }
}
