package io.github.convexheads.admm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.ClassLabels;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proximal steps that are solved loosely may leave a point where it is without being the last. */
class LooseStepsTest {
  private static final StoppingRule RULE = new StoppingRule(1e-8, 10_000, Duration.ofMinutes(1));

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98})
  void aStepThatMovesNothingIsSolvedBetterBeforeItIsTheLast(double fraction) {
    for (int seed = 0; seed < 100; seed++) {
      DenseProblem problem = DenseProblems.softmax(DenseLift.single(1, 1, 1, 2), 12, seed);
      ConvexProgram program =
          problem
              .withBeta(fraction * largest(problem))
              .program(PlainKernel.create(), Workers.of(1));

      Solution solution =
          new AdmmSolver(AdmmSettings.of(RULE))
              .solve(program, Variable.zero(program.blocks()), ProgressListener.SILENT);

      assertThat(solution.status()).as("seed %s", seed).isEqualTo(Solution.Status.SOLVED);
    }
  }

  /** The spectral norm of the 1 x 2 gradient at zero, where both classes are equally likely. */
  private static double largest(DenseProblem problem) {
    double sum = 0;
    for (int i = 0; i < problem.rows(); i++) {
      boolean first = ((ClassLabels) problem.targets()).label(i) == 0;
      sum += problem.phi()[i] * (first ? 0.5 : -0.5);
    }
    return Math.sqrt(2) * Math.abs(sum) / problem.rows();
  }
}
