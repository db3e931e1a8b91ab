package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.RealTargets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large norms may be for a point to meet a tolerance, and which bounds are kept. */
class PointEvaluationTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int N = 20;
  private static final int R = 4;
  private static final int C = 3;

  /** Whatever the size of the targets, the tolerance is relative to the objective. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 1e6})
  void theAllowedNormIsTheOneWithWhichThePointMeetsTheTolerance(double size) {
    ConvexProgram program = program(size);
    Variable point = near(program, size, 1e-3);
    Certificate own = Certifier.certify(program, point);
    double norm = own.norms().get(0);
    for (double share : new double[] {0.5, 0.9, 0.999, 1.001, 1.1, 2}) {
      double tolerance = own.relativeGap() * share;
      PointEvaluation at = PointEvaluation.of(program, point, tolerance);

      assertThat(norm <= at.allowed()).as("%s", share).isEqualTo(share > 1);
    }
  }

  @Test
  void aNormAtTheAllowedOneProvesTheToleranceExactly() {
    ConvexProgram program = program(1);
    Variable point = near(program, 1, 1e-3);
    double tolerance = 0.1;

    PointEvaluation at = PointEvaluation.of(program, point, tolerance);
    DualScaling scaling = DualScaling.below(at.evaluation(), new double[] {at.allowed()});

    double gap = (at.primal() - scaling.value()) / at.primal();
    assertThat(gap).isCloseTo(tolerance, within(1e-7));
  }

  @Test
  void aNormThatIsTooLargeIsBoundedOnlyWhereThatIsWanted() {
    ConvexProgram program = program(1);
    Variable point = near(program, 1, 1e-3);
    Certificate own = Certifier.certify(program, point);
    double gap = own.relativeGap();
    PointEvaluation strict = PointEvaluation.of(program, point, gap / 2);
    PointEvaluation loose = PointEvaluation.of(program, point, gap * 2);

    PointEvaluation.CertifiedGradient hopeless = strict.certified(1, false, () -> false);
    assertThat(hopeless.certificate()).isEmpty();
    assertThat(hopeless.pairs().get(0).values()[0]).isCloseTo(own.norms().get(0), within(1e-9));
    assertThat(strict.certified(1, true, () -> false).certificate().orElseThrow().relativeGap())
        .isCloseTo(gap, withinPercentage(1e-3));
    PointEvaluation.CertifiedGradient proven = loose.certified(1, false, () -> false);
    assertThat(proven.certificate().orElseThrow().relativeGap()).isLessThanOrEqualTo(2 * gap);
    assertThat(proven.pairs()).isEmpty();
  }

  /** Below 1e-9 nothing is told from rounding, so that norms are not bounded to no end. */
  @Test
  void noToleranceBelowRoundingIsAskedFor() {
    ConvexProgram program = program(1);
    Variable point = near(program, 1, 1e-3);

    assertThat(PointEvaluation.of(program, point, 0).allowed())
        .isEqualTo(PointEvaluation.of(program, point, 1e-9).allowed());
    assertThat(PointEvaluation.of(program, point, 1e-8).allowed())
        .isGreaterThanOrEqualTo(PointEvaluation.of(program, point, 1e-9).allowed());
  }

  /** Balanced factors are the same point; one of the same objective need not be. */
  @Test
  void aBoundIsThatOfAPointOnlyWithinRounding() {
    ConvexProgram program = program(1);
    Variable point = near(program, 1, 1e-3);
    Certificate bound = Certifier.certify(program, point).bound().orElseThrow();
    Variable balanced = point.balanced(program.kernel(), 1e-12);
    Variable away = Variable.combination(1 + 1e-9, point, 0, point);

    Certificate same = Certifier.certify(program, balanced, bound);
    assertThat(bound.borrowed()).isFalse();
    assertThat(same.dual()).isEqualTo(bound.dual());
    assertThat(same.borrowed()).isFalse();
    assertThat(left(same)).isEqualTo(balanced.block(0).left());
    Certificate other = Certifier.certify(program, away, bound);
    assertThat(other.borrowed()).isTrue();
    assertThat(left(other)).isEqualTo(point.block(0).left());
    assertThat(Certifier.certify(program, point, other).borrowed()).isTrue();
  }

  /** Outputs of Z and of -Z cost the same where all targets are 0. */
  @Test
  void anotherPointOfTheSameObjectiveBorrowsTheBound() {
    ConvexProgram program = program(1, 0);
    Variable point = near(program(1), 1, 1);
    Variable opposite = Variable.combination(-1, point, 0, point);
    Certificate bound = Certifier.certify(program, point).bound().orElseThrow();

    Certificate found = Certifier.certify(program, opposite, bound);

    assertThat(found.primal()).isCloseTo(bound.primal(), withinPercentage(1e-10));
    assertThat(found.borrowed()).isTrue();
  }

  @Test
  void aMonitorKeepsTheBestBoundOfAllPoints() {
    ConvexProgram program = program(1);
    Certificate poor = Certifier.certify(program, near(program, 1, 1));
    Certificate good = Certifier.certify(program, near(program, 1, 1e-3));
    Certificate fair = Certifier.certify(program, near(program, 1, 1e-1));
    assertThat(poor.dual()).isLessThan(fair.dual());
    assertThat(fair.dual()).isLessThan(good.dual());
    Monitor monitor =
        new Monitor(new StoppingRule(1e-12, 100, Duration.ofDays(1)), ProgressListener.SILENT);
    Variable zero = Variable.zero(program.blocks());

    monitor.report(0, zero, poor);
    monitor.report(1, zero, good);
    monitor.report(2, zero, fair);

    assertThat(monitor.solution(Solution.Status.STALLED).bound().orElseThrow().dual())
        .isEqualTo(good.dual());
    assertThat(monitor.bestDual()).isCloseTo(good.dual(), within(1e-15 * good.primal()));
  }

  /** Beta_max is the norm of the gradient at zero, so that its pairs are known by then. */
  @Test
  void theGradientAtZeroIsSearchedOnce() {
    DenseLift lift = DenseLift.single(300, 1, 1, 280);
    ConvexProgram any = DenseProblems.squared(lift, 320, 4).program(KERNEL, Workers.of(2));
    Variable zero = Variable.zero(any.blocks());
    double betaMax = Certifier.betaMax(any);
    ConvexProgram program = any.withBeta(betaMax / 10);
    double spent = program.randomStarts().failureProbability();

    PointEvaluation.CertifiedGradient known =
        PointEvaluation.of(program, zero, 1e-3).certified(10, false, () -> false);

    double[] exact = KERNEL.svd(gradientAtZero(any), 300, 280).values();
    for (int k = 0; k < 10; k++) {
      assertThat(known.pairs().get(0).values()[k]).isBetween(0.6 * exact[k], (1 + 1e-9) * exact[k]);
    }
    assertThat(known.pairs().get(0).values()[0]).isCloseTo(betaMax, withinPercentage(1e-4));
    assertThat(known.certificate()).isEmpty();
    assertThat(program.randomStarts().failureProbability()).isEqualTo(spent);
  }

  @Test
  void aPointThatMayBeOptimalIsSearchedAgain() {
    ConvexProgram any = program(1);
    ConvexProgram above = any.withBeta(1.01 * Certifier.betaMax(any));

    PointEvaluation.CertifiedGradient found =
        PointEvaluation.of(above, Variable.zero(any.blocks()), 1e-3)
            .certified(1, false, () -> false);

    assertThat(found.certificate().orElseThrow().relativeGap()).isLessThanOrEqualTo(1e-3);
    assertThat(found.pairs()).as("a solver goes on from zero").hasSize(1);
  }

  /** What is known of zero gives pairs, but no bound where one is wanted. */
  @Test
  void pairsThatAreKnownAreReturnedUnlessABoundIsWanted() {
    ConvexProgram program = program(1);
    Variable zero = Variable.zero(program.blocks());
    Certifier.betaMax(program);
    PointEvaluation at = PointEvaluation.of(program, zero, 1e-3);

    SingularPairs known = at.certified(1, false, () -> false).pairs().get(0);
    PointEvaluation.CertifiedGradient bounded = at.certified(1, true, () -> false);

    assertThat(at.certified(1, false, () -> false).pairs().get(0)).isSameAs(known);
    assertThat(at.certified(11, false, () -> false).pairs().get(0)).isNotSameAs(known);
    assertThat(bounded.certificate().orElseThrow().proves(1e-3)).isFalse();
    assertThat(bounded.pairs()).hasSize(1);
    assertThat(bounded.pairs().get(0)).isNotSameAs(known);
  }

  private static double[] gradientAtZero(ConvexProgram program) {
    int columns = program.blocks().get(0).columns();
    double[] eye = Matrix.identity(columns).toArray();
    return program.at(Variable.zero(program.blocks())).adjointTimes(0, eye, columns);
  }

  private static double[] left(Certificate bound) {
    return bound.witness().orElseThrow().block(0).left();
  }

  private static ConvexProgram program(double size) {
    return program(size, size);
  }

  private static ConvexProgram program(double size, double targets) {
    SplittableRandom random = new SplittableRandom(5);
    double[] x = random.doubles(N * R, -1, 1).toArray();
    double[] y = random.doubles(N * C, -1, 1).map(value -> targets * value).toArray();
    return new DenseProblem(
            DenseLift.single(R, 1, 1, C),
            x,
            new RealTargets(y, 1, C),
            new SquaredLoss(),
            0.02 * size)
        .program(KERNEL, Workers.of(1));
  }

  /** A point at some distance from a minimiser, by steps of shrinkage. */
  private static Variable near(ConvexProgram program, double size, double distance) {
    double[] z = new double[R * C];
    for (int step = 0; step < 400; step++) {
      Variable at = new Variable(List.of(Factors.ofDense(z, R, C)));
      double[] eye = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      double[] gradient = program.at(at).adjointTimes(0, eye, C);
      for (int i = 0; i < z.length; i++) {
        z[i] -= gradient[i];
      }
      var svd = KERNEL.svd(z, R, C);
      z = new double[R * C];
      for (int h = 0; h < C; h++) {
        double value = Math.max(0, svd.values()[h] - program.beta());
        for (int i = 0; i < z.length; i++) {
          z[i] += value * svd.u()[i / C * C + h] * svd.v()[i % C * C + h];
        }
      }
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < z.length; i++) {
      z[i] += distance * size * (random.nextDouble() - 0.5);
    }
    return new Variable(List.of(Factors.ofDense(z, R, C)));
  }
}
