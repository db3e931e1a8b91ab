package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of an evaluation that has none of its own, against those of one that has. */
class DerivedLineTest {
  private final ConvexProgram program = program();
  private final Variable z = variable(1);
  private final Evaluation start = program.at(z);
  private final Evaluation plain = withoutLines(start);

  private static ConvexProgram program() {
    DenseProblem problem = DenseProblems.softmax(DenseProblems.gates(5, 1, 2, 3, 3), 17, 2);
    return problem.program(Kernels.best(), Workers.of(1));
  }

  private Variable variable(long seed) {
    return DrawnVariables.uniform(program.blocks(), seed);
  }

  private static Evaluation withoutLines(Evaluation own) {
    return (Evaluation)
        Proxy.newProxyInstance(
            Evaluation.class.getClassLoader(),
            new Class<?>[] {Evaluation.class},
            (self, called, arguments) ->
                List.of("along", "toward").contains(called.getName())
                    ? InvocationHandler.invokeDefault(self, called, arguments)
                    : called.invoke(own, arguments));
  }

  @Test
  void linesOfFactorsHaveTheSameLossesAndSlopes() {
    Variable direction = variable(2);
    Line derived = plain.along(direction);

    requireSame(derived, start.along(direction));
    assertThat(derived.moveTo(0)).isSameAs(plain);
  }

  @Test
  void linesToAnotherPointHaveTheSameLossesAndSlopes() {
    Evaluation end = program.at(variable(3));
    Line derived = plain.toward(end);

    requireSame(derived, start.toward(end));
    assertThat(derived.moveTo(0)).isSameAs(plain);
    assertThat(derived.moveTo(1)).isSameAs(end);
  }

  @Test
  void blocksThatDoNotMoveHaveNoSlope() {
    Variable zero = Variable.zero(program.blocks());
    Evaluation same = withoutLines(program.at(zero));

    assertThat(same.toward(program.at(zero)).at(0.5).get(0).slope()).isZero();
  }

  private static void requireSame(Line derived, Line expected) {
    double[] steps = {0, 0.25, 1, 3};
    List<Line.Point> found = derived.at(steps);
    List<Line.Point> points = expected.at(steps);
    assertThat(found).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(found.get(i).t()).isEqualTo(steps[i]);
      assertThat(found.get(i).loss()).isCloseTo(points.get(i).loss(), within(1e-11));
      assertThat(found.get(i).slope()).isCloseTo(points.get(i).slope(), within(1e-11));
    }
    assertThat(derived.moveTo(0.25).loss()).isEqualTo(found.get(1).loss());
  }
}
