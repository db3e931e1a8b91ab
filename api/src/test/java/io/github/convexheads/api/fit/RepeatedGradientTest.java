package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A program that loses samples during a fit. */
class RepeatedGradientTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int N = 12;
  private static final int R = 5;
  private static final int C = 3;

  @Test
  void theSameProgramWithAnyBetaIsNoReproach() {
    ConvexProgram program = over(IntStream.range(0, N).toArray());
    RepeatedGradient before = new RepeatedGradient(program, new SplittableRandom(1));

    assertThat(before.violation(program.withBeta(3))).isEmpty();
  }

  @Test
  void samplesInAnotherOrderAreTheSame() {
    RepeatedGradient before = before();

    int[] backwards = IntStream.range(0, N).map(i -> N - 1 - i).toArray();

    assertThat(before.violation(over(backwards))).isEmpty();
  }

  /** F(0) is log c whatever the samples. */
  @Test
  void samplesThatAreCountedTwiceForOthersAreFound() {
    int[] twice = IntStream.range(0, N).map(i -> i == 7 ? 2 : i).toArray();
    ConvexProgram lost = over(twice);
    Variable zero = Variable.zero(lost.blocks());
    assertThat(lost.at(zero).loss()).isCloseTo(Math.log(C), within(1e-12));

    Evaluation.IdentityViolation found = before().violation(lost).orElseThrow();

    assertThat(found.text()).startsWith("the engine breaks A* E at Z = 0 as before the fit");
  }

  private static RepeatedGradient before() {
    return new RepeatedGradient(over(IntStream.range(0, N).toArray()), new SplittableRandom(1));
  }

  private static ConvexProgram over(int... samples) {
    SplittableRandom random = new SplittableRandom(2);
    Tokens tokens = Tokens.of(random.doubles((long) N * R, -1, 1).toArray(), N, 1, R);
    Targets targets = Targets.labels(random.ints(N, 0, C).toArray(), C);
    return LiftedProgram.of(
        DenseLift.single(R, 1, 1, C),
        tokens.select(samples),
        targets.select(samples),
        new SoftmaxLoss(),
        KERNEL,
        Workers.of(1));
  }
}
