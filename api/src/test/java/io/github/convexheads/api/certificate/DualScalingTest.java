package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DualScalingTest {
  private static final int GRID = 20_000;

  @ParameterizedTest
  @CsvSource({
    "squared, 0, 0.3", "squared, 0, 5", "squared, 1, 0.01", "squared, 1, 1", "squared, 10, 100",
    "softmax, 0, 0.3", "softmax, 0, 5", "softmax, 1, 0.01", "softmax, 1, 1", "softmax, 10, 100",
    "softmax, 100, 1e5", "squared, 100, 1e5"
  })
  void noPointOfAFineGridIsBetter(String loss, double size, double limit) {
    LiftedProgram program = program(loss);
    Evaluation at = at(program, size);
    double[] residual = residual(program, at);

    DualScaling best = DualScaling.best(at, limit);

    double grid = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= GRID; i++) {
      grid = Math.max(grid, dual(program, residual, limit * i / GRID));
      grid = Math.max(grid, dual(program, residual, Math.min(limit, 2) * i / GRID));
    }
    assertThat(best.theta()).isBetween(0.0, limit);
    assertThat(best.value()).isGreaterThanOrEqualTo(grid - 1e-9 * (1 + Math.abs(grid)));
    assertThat(best.value())
        .as("the value belongs to theta")
        .isCloseTo(dual(program, residual, best.theta()), within(1e-12 * (1 + Math.abs(grid))));
  }

  @ParameterizedTest
  @CsvSource({"squared", "softmax"})
  void withoutALimitTheResidualOfAnyPointIsScaledAtLeastAsWellAsByOne(String loss) {
    LiftedProgram program = program(loss);
    Evaluation at = at(program, 1);
    double[] residual = residual(program, at);

    DualScaling best = DualScaling.best(at, Double.POSITIVE_INFINITY);

    assertThat(best.value()).isGreaterThanOrEqualTo(dual(program, residual, 1));
  }

  /** Scaled norms stay below beta in spite of rounding, and values are rounded down. */
  @ParameterizedTest
  @CsvSource({"squared", "softmax"})
  void scalingAndValueAreRoundedDown(String loss) {
    Evaluation at = at(program(loss), 1);
    for (double norm : new double[] {0.3, 1, 7, 1.0 / 3}) {
      double beta = at.program().beta();

      DualScaling found = DualScaling.below(at, new double[] {0.1 * norm, norm, 0.2 * norm});

      assertThat(new BigDecimal(found.theta()).multiply(new BigDecimal(norm)))
          .isLessThan(new BigDecimal(beta));
      double error = at.dualError(found.theta()) + 0x1p-52 * Math.abs(found.value());
      assertThat(found.value() - found.lower(at)).isBetween(0.99 * error, 1.01 * error);
    }
    DualScaling none = new DualScaling(1, Double.NEGATIVE_INFINITY);
    assertThat(none.lower(at)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(none.infeasible()).isTrue();
    assertThat(DualScaling.below(at, new double[] {0}).value())
        .isEqualTo(DualScaling.best(at, Double.POSITIVE_INFINITY).value());
    for (double unknown : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      DualScaling zero = DualScaling.below(at, new double[] {1, unknown});
      assertThat(zero).isEqualTo(DualScaling.at(at, 0));
    }
  }

  private static LiftedProgram program(String loss) {
    DenseLift lift = DenseLift.single(4, 1, 1, 3);
    DenseProblem problem =
        loss.equals("squared")
            ? DenseProblems.squared(lift, 12, 1)
            : DenseProblems.softmax(lift, 12, 1);
    return problem.program(Kernels.best(), Workers.of(1));
  }

  private static Evaluation at(LiftedProgram program, double size) {
    SplittableRandom random = new SplittableRandom(2);
    double[] z = new double[12];
    Arrays.setAll(z, i -> size * random.nextGaussian());
    return program.at(new Variable(List.of(Factors.ofDense(z, 4, 3))));
  }

  private static double[] residual(LiftedProgram program, Evaluation at) {
    return program.data().residual(program.data().outputs(at.variable()));
  }

  /** The dual value written out: -(1/n) sum loss*(theta E_i). */
  private static double dual(LiftedProgram program, double[] residual, double theta) {
    int c = program.targets().outputs();
    double sum = 0;
    for (int row = 0; row < program.data().rows(); row++) {
      double[] u = Arrays.copyOfRange(residual, row * c, (row + 1) * c);
      Arrays.setAll(u, p -> u[p] * theta * program.targets().samples());
      sum += program.loss().conjugate(u, 0, program.targets(), row);
    }
    return -sum / program.targets().samples();
  }
}
