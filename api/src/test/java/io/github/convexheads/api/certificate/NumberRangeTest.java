package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.RealTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberRangeTest {

  /** Two samples of one feature and target: beta_max is |x y|, the residual |y|, the loss y^2/2. */
  private static ConvexProgram program(double x, double y) {
    return new DenseProblem(
            DenseLift.single(1, 1, 1, 1),
            new double[] {x, x},
            new RealTargets(new double[] {y, y}, 1, 1),
            new SquaredLoss(),
            1)
        .program(Kernels.best(), Workers.of(1));
  }

  private static Evaluation zero(double x, double y) {
    ConvexProgram program = program(x, y);
    return program.at(Variable.zero(program.blocks()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1e-90, 1, 1e69})
  void targetsWhoseLossesAndGradientsAreInRangeAreTaken(double y) {
    assertThatCode(() -> NumberRange.requireTargets(zero(1, y))).doesNotThrowAnyException();
  }

  @Test
  void targetsWhoseLossesOverflowOrGradientsUnderflowAreRefused() {
    for (double large : new double[] {1.5e70, 1e155, 1e300}) {
      assertThatThrownBy(() -> NumberRange.requireTargets(zero(1, large)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("losses overflow");
    }
    for (double small : new double[] {0.9e-90, 1e-200}) {
      assertThatThrownBy(() -> NumberRange.requireTargets(zero(1, small)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("products of them underflow; scale the targets");
    }
  }

  @Test
  void aBetaMaxInRangeIsTakenAndOneOfZeroOnlyWhereProductsAreZero() {
    assertThatCode(() -> NumberRange.requireTokens(zero(1, 1), 0.99e100))
        .doesNotThrowAnyException();
    assertThatCode(() -> NumberRange.requireTokens(zero(1, 1), 1e-120)).doesNotThrowAnyException();
    assertThatCode(() -> NumberRange.requireTokens(zero(1, 0), 0)).doesNotThrowAnyException();
    assertThatCode(() -> NumberRange.requireTokens(zero(1, 1), 0)).doesNotThrowAnyException();
  }

  @Test
  void aBetaMaxBeyondTheRangeIsRefused() {
    for (double large : new double[] {1e100, Double.POSITIVE_INFINITY, Double.NaN}) {
      assertThatThrownBy(() -> NumberRange.requireTokens(zero(1, 1), large))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("products of tokens, overflow");
    }
    assertThatThrownBy(() -> NumberRange.requireTokens(zero(1, 1), 0.9e-120))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("so small that products of them underflow");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-121, 1e-300})
  void tokensOrTargetsOfWhichProductsUnderflowHaveNoBetaMax(double x) {
    assertThatThrownBy(() -> Certifier.betaMax(program(x, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("underflow");
    assertThatThrownBy(() -> Certifier.betaMax(program(1, x)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("underflow");
    assertThat(Certifier.betaMax(program(1e-30, 1e-60)))
        .isBetween(1e-90 * (1 - 1e-12), 1e-90 * (1 + 1e-6));
  }
}
