package io.github.convexheads.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.ReferenceOptimum;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The pooled linear mixer with R = s is the same program as with R = s^2. */
class MixerReductionTest {
  private static final int N = 7;
  private static final int S = 3;
  private static final int D = 2;
  private static final int C = 2;

  private final double[] x = numbers(1, N * S * D);

  @Test
  void theReducedProgramHasTheOptimumAndTheOutputsOfTheFullOne() {
    Targets targets = Targets.values(numbers(2, N * C), C);
    DenseProblem full = full(targets, new SquaredLoss());
    DenseProblem reduced = reduced(targets, new SquaredLoss());
    ReferenceOptimum ofFull = ReferenceOptimum.of(full, 1e-11);
    ReferenceOptimum ofReduced = ReferenceOptimum.of(reduced, 1e-11);

    assertThat(ofReduced.primal()).isCloseTo(ofFull.primal(), withinPercentage(1e-8));
    assertThat(reduced.outputs(ofReduced.z()))
        .containsExactly(full.outputs(ofFull.z()), within(1e-4));
    assertThat(Arrays.stream(full.outputs(ofFull.z())).map(Math::abs).max().orElseThrow())
        .isGreaterThan(0.1);
  }

  @Test
  void theSameHoldsForSoftmax() {
    Targets targets = Targets.labels(new int[] {0, 1, 1, 0, 0, 1, 0}, C);
    ReferenceOptimum full = ReferenceOptimum.of(full(targets, new SoftmaxLoss()), 1e-10);
    ReferenceOptimum reduced = ReferenceOptimum.of(reduced(targets, new SoftmaxLoss()), 1e-10);

    assertThat(reduced.primal()).isCloseTo(full.primal(), withinPercentage(1e-7));
    assertThat(full.primal()).isLessThan(0.99 * Math.log(C));
  }

  @Test
  void aReducedFactorBecomesAMixingMatrixWithEqualRows() {
    double[] u = {2, -1, 3};
    double[] w1 = lift().networkHead(0, u, new double[D * C]).first();
    for (int t = 0; t < S; t++) {
      assertThat(Arrays.copyOfRange(w1, t * S, (t + 1) * S))
          .containsExactly(
              new double[] {2 / Math.sqrt(3), -1 / Math.sqrt(3), Math.sqrt(3)}, within(1e-15));
    }
  }

  private static Lift lift() {
    TokenShape shape = new TokenShape(S, D);
    return new MixerLift(new MixerPreactivation(shape, Pooling.MEAN), C, Gates.none());
  }

  private DenseProblem reduced(Targets targets, Loss loss) {
    return DenseProblem.of(lift(), Tokens.of(x, N, S, D), targets, loss, 0.02);
  }

  /** phi[i][(t',u), l] = (1/s) X[u,l]. */
  private DenseProblem full(Targets targets, Loss loss) {
    double[] phi = new double[N * S * S * D];
    for (int i = 0; i < phi.length; i++) {
      phi[i] = x[i / (S * S * D) * S * D + i % (S * D)] / S;
    }
    return new DenseProblem(DenseLift.single(S * S, D, 1, C), phi, targets, loss, 0.02);
  }

  private static double[] numbers(int seed, int length) {
    return new SplittableRandom(seed).doubles(length).map(v -> 4 * v - 2).toArray();
  }
}
