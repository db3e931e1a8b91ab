package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sizes of the features of a head that does not say them itself. */
class FeatureSizesTest {
  private static final int ROWS = 5;
  private static final int WIDTH = 3;
  private static final int POSITIONS = 2;
  private static final int SAMPLES = 50;

  private final DenseProblem problem =
      DenseProblems.squared(DenseLift.single(ROWS, WIDTH, POSITIONS, 2), SAMPLES, 1);

  private LiftedProgram program(RandomStarts starts, int threads) {
    Tokens tokens = Tokens.of(problem.phi(), SAMPLES, POSITIONS, ROWS * WIDTH);
    return LiftedProgram.of(
            new ForgottenLift(problem.lift()),
            tokens,
            problem.targets(),
            problem.loss(),
            Kernels.best(),
            Workers.of(threads))
        .withBeta(1)
        .withRandomStarts(starts);
  }

  private double[] sizes(RandomStarts starts, int threads) {
    return program(starts, threads).errors().sizes();
  }

  @Test
  void areAtLeastThoseOfEveryRowAndNotMuchMore() {
    double[] sizes = sizes(RandomStarts.fresh(), 2);

    assertThat(sizes).hasSize(SAMPLES);
    for (int i = 0; i < SAMPLES; i++) {
      double largest = 0;
      for (int t = 0; t < POSITIONS; t++) {
        int from = (i * POSITIONS + t) * ROWS * WIDTH;
        double[] row = Arrays.copyOfRange(problem.phi(), from, from + ROWS * WIDTH);
        largest = Math.max(largest, Arrays.stream(row).map(x -> x * x).sum());
      }
      assertThat(sizes[i]).isBetween(Math.sqrt(largest), 64 * Math.sqrt(largest));
    }
  }

  @Test
  void nobodyKnowsThemBeforehandAndTheSeedRepeatsThem() {
    RandomStarts first = RandomStarts.fresh();
    double[] sizes = sizes(first, 1);

    assertThat(sizes(RandomStarts.repeating(first.seed()), 3)).isEqualTo(sizes);
    assertThat(sizes(RandomStarts.fresh(), 1)).isNotEqualTo(sizes);
    assertThat(first.failureProbability()).isEqualTo(SAMPLES * POSITIONS * 1e-21);
  }

  @Test
  void areThoseOfTheHeadWhereItSaysThem() {
    RandomStarts starts = RandomStarts.fresh();
    LiftedProgram own = problem.program(Kernels.best(), Workers.of(1)).withRandomStarts(starts);

    double[] sizes = own.errors().sizes();

    assertThat(starts.failureProbability()).isZero();
    for (int i = 0; i < SAMPLES; i++) {
      int from = i * POSITIONS * ROWS * WIDTH;
      double[] all = Arrays.copyOfRange(problem.phi(), from, from + POSITIONS * ROWS * WIDTH);
      double square = Arrays.stream(all).map(x -> x * x).sum();
      assertThat(sizes[i]).isCloseTo(Math.sqrt(square), within(1e-12 * Math.sqrt(square)));
    }
  }
}
