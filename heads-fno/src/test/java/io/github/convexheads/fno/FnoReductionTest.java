package io.github.convexheads.fno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.ReferenceOptimum;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pooled linear FNO with R = d is the same program as with R = s*d, group by group. */
class FnoReductionTest {
  private static final int N = 8;
  private static final int S = 5;
  private static final int D = 3;
  private static final int C = 2;

  private final double[] x = numbers(1, N * S * D);
  private final Targets targets = Targets.values(numbers(2, N * C), C);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theReducedProgramHasTheOptimumAndTheOutputsOfTheFullOne(int blocks) {
    List<FnoGroup> groups = FnoGroup.split(D, C, blocks);
    DenseProblem full = full(groups);
    DenseProblem reduced =
        DenseProblem.of(lift(groups), Tokens.of(x, N, S, D), targets, new SquaredLoss(), 0.02);
    ReferenceOptimum ofFull = ReferenceOptimum.of(full, 1e-11);
    ReferenceOptimum ofReduced = ReferenceOptimum.of(reduced, 1e-11);

    assertThat(ofReduced.primal()).isCloseTo(ofFull.primal(), withinPercentage(1e-8));
    assertThat(reduced.outputs(ofReduced.z()))
        .containsExactly(full.outputs(ofFull.z()), within(1e-4));
    assertThat(Arrays.stream(full.outputs(ofFull.z())).map(Math::abs).max().orElseThrow())
        .isGreaterThan(0.1);
  }

  @Test
  void aReducedFactorBecomesAFilterThatIsTheSameAtEveryShift() {
    Lift lift = lift(FnoGroup.split(D, C, 2));
    double[] w1 = lift.networkHead(0, new double[] {2, -1}, new double[1]).first();
    for (int i = 0; i < S * 2; i++) {
      assertThat(w1[i]).isCloseTo((i % 2 == 0 ? 2 : -1) / Math.sqrt(S), within(1e-15));
    }
  }

  private static Lift lift(List<FnoGroup> groups) {
    TokenShape shape = new TokenShape(S, D);
    return new FnoLift(
        new FnoPreactivation(shape, Pooling.MEAN, Grid.cycle(S), groups),
        C,
        Gates.none(),
        Activation.LINEAR);
  }

  /** phi[i][(a,l)] = (1/s) sum_t X[(t+a) mod s, l] for the features of every group. */
  private DenseProblem full(List<FnoGroup> groups) {
    List<Block> blocks =
        groups.stream()
            .map(g -> new Block(S * g.features(), 1, g.outputs(), g.outputOffset(), g.index(), -1))
            .toList();
    double[] phi =
        IntStream.range(0, N)
            .boxed()
            .flatMapToDouble(
                i ->
                    groups.stream()
                        .flatMapToDouble(
                            g ->
                                IntStream.range(0, S * g.features())
                                    .mapToDouble(r -> meanOfShift(i, r, g))))
            .toArray();
    return new DenseProblem(new DenseLift(blocks, 1, C), phi, targets, new SquaredLoss(), 0.02);
  }

  private double meanOfShift(int i, int r, FnoGroup group) {
    int a = r / group.features();
    int l = group.featureOffset() + r % group.features();
    return IntStream.range(0, S).mapToDouble(t -> x[(i * S + (t + a) % S) * D + l]).sum() / S;
  }

  private static double[] numbers(int seed, int length) {
    return new SplittableRandom(seed).doubles(length).map(v -> 4 * v - 2).toArray();
  }
}
