package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.RealTargets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  private static final double[] NO_INTERCEPT = {};

  /** Two samples 1 with targets y. */
  private static ConvexProgram program(double y, double beta) {
    return new DenseProblem(
            DenseLift.single(1, 1, 1, 1),
            new double[] {1, 1},
            new RealTargets(new double[] {y, y}, 1, 1),
            new SquaredLoss(),
            beta)
        .program(Kernels.best(), Workers.of(1));
  }

  /** The program with losses and errors that are given, at any point. */
  private static ConvexProgram given(ConvexProgram program, double loss, double error) {
    InvocationHandler evaluation =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "loss", "lossAt" -> loss;
              case "lossError", "lossErrorAt" -> error;
              default -> throw new UnsupportedOperationException(method.getName());
            };
    Evaluation at = proxy(Evaluation.class, evaluation);
    return proxy(
        ConvexProgram.class,
        (self, method, arguments) ->
            method.getName().equals("at") ? at : method.invoke(program, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 0.5", "0, 0", "-2, 0.25", "1e-30, 1e-40"})
  void theUpperBoundAllowsForErrorsAndForTheAdditionOfThem(double loss, double error) {
    ConvexProgram program = given(program(1, 1), loss, error);
    Variable zero = Variable.zero(program.blocks());

    for (double[] intercept : new double[][] {NO_INTERCEPT, {1}}) {
      Objective objective = Objective.of(program, zero, intercept);
      double rounding = 0x1p-50 * (2 * Math.abs(loss) + error);
      assertThat(objective.upper() - loss - error).isBetween(0.7 * rounding, 1.3 * rounding);
      assertThat(objective.loss()).isEqualTo(loss);
      assertThat(objective.penalty()).isZero();
      assertThat(objective.ranks()).containsExactly(0);
    }
  }

  @Test
  void thePenaltyCountsBetaTimes() {
    ConvexProgram program = given(program(1, 0.25), 3, 0.5);
    Variable point =
        new Variable(List.of(new Factors(1, 1, 1, new double[] {2}, new double[] {-4})));

    Objective objective = Objective.of(program, point, NO_INTERCEPT);

    assertThat(objective.penalty()).isBetween(8 * (1 - 1e-14), 8 * (1 + 1e-14));
    assertThat(objective.upper()).isBetween(5.5, 5.5 + 1e-12);
    assertThat(objective.ranks()).containsExactly(1);
  }

  /** Gaps are relative to 1e-12 at least; where targets are small, to as much of their loss. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-3, 1.2})
  void theFloorOfGapsIsAShareOfTheLossOfZero(double y) {
    ConvexProgram program = program(y, 1e-16 * y);
    Variable exact =
        new Variable(List.of(new Factors(1, 1, 1, new double[] {y}, new double[] {1})));
    Objective objective = Objective.of(program, exact);
    double floor = RecordedCertificate.FLOOR * y * y / 2;

    assertThat(objective.upper()).isLessThan(RecordedCertificate.FLOOR);
    assertThat(objective.floor()).isBetween(floor * (1 - 1e-14), floor * (1 + 1e-14));
    assertThat(objective.least()).isEqualTo(objective.floor());
  }

  @Test
  void theFloorOfLargeTargetsAndOfLargeObjectivesIsTheRecordedOne() {
    ConvexProgram large = program(2, 1e-16);
    Variable exact =
        new Variable(List.of(new Factors(1, 1, 1, new double[] {2}, new double[] {1})));
    ConvexProgram open = program(1e-3, 1);

    assertThat(Objective.of(large, exact).floor()).isNull();
    assertThat(Objective.of(large, exact).least()).isEqualTo(RecordedCertificate.FLOOR);
    assertThat(Objective.of(open, Variable.zero(open.blocks())).floor()).isNull();
    ConvexProgram nothing = program(0, 1);
    assertThat(Objective.of(nothing, Variable.zero(nothing.blocks())).floor())
        .isEqualTo(RecordedCertificate.FLOOR * 0x1p-700);
  }

  @Test
  void aCertificateWithoutNormsHasTheBoundOfTheLossesAlone() {
    ConvexProgram program = program(3, 1);
    Certificate found = Objective.of(program, Variable.zero(program.blocks())).certificate();

    assertThat(found.scale()).isZero();
    assertThat(found.dual()).isBetween(-1e-12, 0.0);
    assertThat(found.failureProbability()).isZero();
    assertThat(found.recorded().seed()).isNull();
  }
}
