package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every term of the bounds of rounding, as its formula says, where it is the largest. */
class RoundingErrorsTest {
  private static final double U = 0x1p-53;
  private static final int N = 3;
  private static final int R = 4;
  private static final int C = 2;
  private static final double[] Y = {1, -2, 0.5, 3, -1, 0.25};
  private static final double[] E = {0.5, -0.25, 1, 2, -0.125, 0.75};
  private static final double[] NONE = new double[N * C];

  /** Roundings of outputs: 64 + 4 (tokens + features) + R + q + rank + blocks. */
  private static double outputs(DenseLift lift, int rank) {
    return 64 + 4.0 * (lift.shape().tokens() + lift.shape().features()) + R + 1 + rank + 1;
  }

  private static DenseLift lift() {
    return DenseLift.single(R, 1, 1, C);
  }

  private static RoundingErrors errors(Loss loss, Targets targets, boolean intercept) {
    double[] x = {1, 2, 3, 4, -1, 0.5, 2, -3, 10, 20, 5, 1};
    LiftedProgram program =
        new DenseProblem(lift(), x, targets, loss, 1).program(Kernels.best(), Workers.of(1));
    RoundingErrors own = program.errors();
    RowLosses losses =
        new RowLosses(
            loss,
            targets,
            Workers.of(1),
            intercept ? Optional.of(Kernels.best()) : Optional.empty());
    return new RoundingErrors(losses, own.sizes(), own.lift(), own.unit());
  }

  private static RoundingErrors squared() {
    return errors(new SquaredLoss(), new RealTargets(Y, 1, C), false);
  }

  private static Variable point(double u, double v) {
    double[] left = {u, 0, 0, 0};
    return new Variable(List.of(new Factors(R, C, 1, left, new double[] {0, v})));
  }

  private static double row(int i) {
    return Math.hypot(E[2 * i], E[2 * i + 1]);
  }

  /** sum_i S_i ||E_i||. */
  private static double weighed(RoundingErrors errors) {
    double[] s = errors.sizes();
    return s[0] * row(0) + s[1] * row(1) + s[2] * row(2);
  }

  private static void assertNear(double found, double expected) {
    assertThat(found).isBetween(expected * (1 - 1e-9), expected * (1 + 2e-6));
  }

  @Test
  void sizesAreAtLeastThoseOfFeatures() {
    double[] s = squared().sizes();

    assertThat(s[0]).isGreaterThanOrEqualTo(Math.sqrt(30));
    assertThat(s[2]).isGreaterThanOrEqualTo(Math.sqrt(526));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1e-3, 7})
  void aDistanceMovesLossesByTheirSlopesAndCurvature(double distance) {
    RoundingErrors errors = squared();
    double[] s = errors.sizes();
    double expected = distance * weighed(errors);
    for (double size : s) {
      expected += size * size * distance * distance / (2 * N);
    }

    assertNear(errors.loss(point(2, 3), NONE, E, 0, distance), expected);
  }

  @Test
  void outputsAreRoundedInProportionToTheFactors() {
    RoundingErrors errors = squared();
    double gamma = outputs(lift(), 1) * U;

    assertNear(errors.loss(point(2, 3), NONE, E, 0, 0), 3 * gamma * 6 * weighed(errors));
    assertNear(errors.loss(point(2, -5), NONE, E, 0, 0), 3 * gamma * 10 * weighed(errors));
  }

  @Test
  void lossesAreRoundedInProportionToOutputsAndValue() {
    RoundingErrors errors = squared();
    Variable zero = Variable.zero(lift().blocks());
    double[] out = {1, 2, 3, -4, 5, 6};
    double inner = 0.5 + 0.5 + 3 + 8 + 0.625 + 4.5;

    assertNear(errors.loss(zero, out, E, 0, 0), 4 * U * inner);
    assertNear(errors.loss(zero, NONE, NONE, -7, 0), (1024 + 4 * C + 128 + 1 + 8) * U * 7);
    assertThat(errors.loss(zero, NONE, NONE, 0, 0)).isZero();
    assertThat(errors.loss(point(1e-150, 1e-150), NONE, NONE, 0, 0)).isBetween(1e-245, 1e-239);
  }

  @Test
  void productsOfTheGradientAreRoundedInProportionToFeatures() {
    RoundingErrors errors = squared();
    double gamma = (outputs(lift(), 0) + N + 8 * C + 64) * U;

    assertNear(errors.gradient(E), gamma * weighed(errors));
    assertThat(errors.gradient(NONE)).isZero();
  }

  /** With an intercept what the columns of E sum to counts in full. */
  @Test
  void columnsThatDoNotSumToZeroMoveTheDualPoint() {
    RoundingErrors errors = errors(new SquaredLoss(), new RealTargets(Y, 1, C), true);
    double largest = Arrays.stream(errors.sizes()).max().orElseThrow();
    double sums = 1.375 + 2.5;
    double slope = 3 + 2 * N * 0.5;

    assertNear(errors.gradient(E), largest * sums);
    assertNear(errors.dual(E, 0.5), 0.5 * slope * sums);
    double[] centred = {1, -2, -1, 2, 0, 0};
    double left = largest * (N + 2) * U * 6;
    double products = (outputs(lift(), 0) + N + 8 * C + 64) * U;
    double[] s = errors.sizes();
    double own = products * Math.sqrt(5) * (s[0] + s[1]);
    assertNear(errors.gradient(centred), left + own);
  }

  @Test
  void actionsAreRoundedInProportionToTheSizesOfABatch() {
    RoundingErrors errors = squared();
    double[] s = errors.sizes();
    double gamma = outputs(lift(), 0) * U;
    double two = Vectors.norm(new double[] {s[1], s[2]});

    assertNear(errors.actions(1, 3), 32 * (outputs(lift(), 0) + 2) * U * two);
    assertNear(errors.action(0, 2), 2 * gamma * Math.max(s[0], s[1]));
  }

  /** sum_p |u_p| (|u_p| / w + |y_p|) + |loss*| of the squared loss, u = theta n E. */
  @Test
  void dualValuesOfHomogeneousLossesAreRoundedInProportionToTheirTerms() {
    double theta = 0.5;
    double expected = 0;
    for (int i = 0; i < N * C; i++) {
      double u = theta * N * E[i];
      expected += Math.abs(u) * (Math.abs(u) + Math.abs(Y[i]));
    }
    for (int i = 0; i < N; i++) {
      double own = 0;
      for (int p = 0; p < C; p++) {
        double u = theta * N * E[i * C + p];
        own += u * (u / 2 + Y[i * C + p]);
      }
      expected += Math.abs(own);
    }
    Targets y = new RealTargets(Y, 1, C);
    double rounding = 0x1p-42 / N;

    assertNear(squared().dual(E, theta), rounding * expected);
    assertNear(errors(new HuberLoss(100), y, false).dual(E, theta), rounding * expected);
    assertNear(
        errors(new WeightedRows(new SquaredLoss(), 1), y, false).dual(E, theta),
        rounding * expected);
    assertNear(
        errors(new LabelledRows(new SquaredLoss()), y, false).dual(E, theta), rounding * expected);
    assertThat(squared().dual(NONE, theta)).isZero();
  }

  /** Of other losses there is a 1 beside them, and the slopes of conjugates are up to 1024. */
  @Test
  void dualValuesOfProbabilitiesHaveATermOfTheirOwn() {
    Targets labels = Targets.labels(new int[] {0, 1, 0}, C);
    double[] e = {-0.1, 0.1, 0.2, -0.2, -0.05, 0.05};
    double theta = 0.5;
    Loss loss = new SoftmaxLoss();
    double expected = 0;
    for (int i = 0; i < N; i++) {
      double[] u = {theta * N * e[2 * i], theta * N * e[2 * i + 1]};
      for (double value : u) {
        expected += Math.abs(value) * (1 + Math.abs(value));
      }
      expected += Math.abs(loss.conjugate(u, 0, labels, i));
    }

    assertNear(errors(loss, labels, false).dual(e, theta), 0x1p-42 / N * expected);
    double slope = 1024 + theta * N * 0.2;
    for (Loss same : List.of(new WeightedRows(loss, 1), new LabelledRows(loss))) {
      assertThat(errors(same, labels, false).dual(e, theta))
          .isEqualTo(errors(loss, labels, false).dual(e, theta));
    }
    double[] one = {-0.1, 0.1, 0.2, -0.2, -0.15, 0.15};
    double sums = 0.05 + 0.05;
    double found = errors(loss, labels, true).dual(one, theta);
    assertThat(found).isBetween(theta * slope * sums * (1 - 1e-9), theta * slope * sums * 1.001);
  }

  @Test
  void termsOfSamplesThatCountLessAreLarger() {
    Targets y = new RealTargets(Y, 1, C).withWeights(new double[] {0.5, 2.5, 0});
    double[] e = {0.5, -0.25, 0, 0, 0, 0};
    RoundingErrors errors = errors(new WeightedRows(new SquaredLoss(), 2.5), y, false);
    double terms = 1.5 * (3 + 1) + 0.75 * (1.5 + 2);
    double conjugate = 0.5 * (3 * (1.5 + 1) - 1.5 * (-0.75 - 2));

    assertNear(errors.dual(e, 1), 0x1p-42 / N * (terms + Math.abs(conjugate)));
  }
}
