package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points at both ends of a line stay what they were while the line is looked at further. */
class LiftedLineTest {
  private final DenseProblem problem =
      DenseProblems.softmax(DenseProblems.gates(5, 1, 2, 3, 3), 17, 2);

  private LiftedProgram program(boolean intercept) {
    LiftedProgram plain = problem.program(Kernels.best(), Workers.of(1));
    return intercept ? plain.withIntercept() : plain;
  }

  private Variable variable(long seed) {
    return DrawnVariables.uniform(problem.blocks(), seed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfPointsAreTheirOwn(boolean intercept) {
    LiftedProgram program = program(intercept);
    Variable z = variable(1);
    Variable direction = variable(2);
    double[] v = variable(3).block(0).right();
    Evaluation start = program.at(z);
    double[] before = start.adjointTimes(0, v, 2);

    Line line = start.along(direction);
    line.at(0.5);
    Evaluation moved = line.moveTo(0.5);
    line.at(2, 3);

    assertThat(start.adjointTimes(0, v, 2)).isEqualTo(before);
    double[] expected = program(intercept).at(z.plus(0.5, direction)).adjointTimes(0, v, 2);
    assertThat(moved.adjointTimes(0, v, 2)).containsExactly(expected, within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lossesAreThoseOfTheFactors(boolean intercept) {
    Evaluation start = program(intercept).at(variable(1));
    Evaluation end = start.program().at(variable(4));
    for (Line line : new Line[] {start.toward(end), start.along(variable(2))}) {
      Evaluation moved = line.moveTo(0.25);
      double expected = program(intercept).at(moved.variable()).loss();
      assertThat(moved.loss()).isCloseTo(expected, within(1e-11));
    }
  }

  /** A step takes over what the start has computed, whether projections are kept or not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsAfterStepsHaveTheGradientOfTheirFactors(boolean keeps) {
    LiftedProgram program = program(false);
    Evaluation moved = program.at(variable(1), keeps);
    for (long seed = 2; seed < 5; seed++) {
      moved = moved.along(variable(seed)).moveTo(0.5);
      Variable found = moved.gradient();
      Variable expected = program.at(moved.variable(), false).gradient();
      for (int j = 0; j < expected.blocks().size(); j++) {
        assertThat(found.block(j).left()).containsExactly(expected.block(j).left(), within(1e-11));
        assertThat(found.block(j).right())
            .containsExactly(expected.block(j).right(), within(1e-11));
      }
    }
  }
}
