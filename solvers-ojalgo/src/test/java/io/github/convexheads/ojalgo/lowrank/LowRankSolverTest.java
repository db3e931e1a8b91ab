package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract of solvers does not ask of every solver. */
class LowRankSolverTest {
  /** Iterations are limited, not the time of a machine that others use too. */
  private static final Duration UNLIMITED = Duration.ofDays(1);

  private static final Kernel KERNEL = Kernels.best();

  @Test
  void saysThatTheSolutionIsZeroWhereBetaExceedsBetaMax() {
    ConvexProgram program = program();
    double betaMax = Certifier.betaMax(program);
    Warned listener = new Warned();

    Solution above =
        solver(1e-6, LowRankSettings.Arithmetic.AUTO)
            .solve(program.withBeta(1.01 * betaMax), zero(program), listener);

    assertThat(above.variable().totalRank()).isZero();
    assertThat(above.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(listener.messages)
        .containsExactly("beta is at least beta_max: the solution is zero");
  }

  @Test
  void saysNothingBelowBetaMax() {
    ConvexProgram program = program();
    Warned listener = new Warned();

    Solution below =
        solver(1e-6, LowRankSettings.Arithmetic.AUTO)
            .solve(program.withBeta(0.9 * Certifier.betaMax(program)), zero(program), listener);

    assertThat(below.variable().totalRank()).isPositive();
    assertThat(listener.messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-4})
  void solvesForSmallBeta(double fraction) {
    ConvexProgram program = program();
    ConvexProgram small = program.withBeta(fraction * Certifier.betaMax(program));

    Solution solution =
        solver(1e-6, LowRankSettings.Arithmetic.AUTO)
            .solve(small, zero(program), ProgressListener.SILENT);

    assertThat(Certifier.certify(small, solution.variable()).relativeGap())
        .isLessThanOrEqualTo(1e-6);
  }

  @ParameterizedTest
  @EnumSource(LowRankSettings.Arithmetic.class)
  void everyArithmeticProvesAnOrdinaryTolerance(LowRankSettings.Arithmetic arithmetic) {
    ConvexProgram program = program();
    ConvexProgram some = program.withBeta(0.1 * Certifier.betaMax(program));

    Solution solution =
        solver(1e-4, arithmetic).solve(some, zero(program), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(Certifier.certify(some, solution.variable()).relativeGap())
        .isLessThanOrEqualTo(1e-4);
  }

  @Test
  void stallsWhereSinglePrecisionAllowsNoMore() {
    ConvexProgram program = program();
    ConvexProgram some = program.withBeta(0.1 * Certifier.betaMax(program));

    Solution solution =
        solver(0, LowRankSettings.Arithmetic.FLOAT32)
            .solve(some, zero(program), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.STALLED);
    assertThat(Certifier.certify(some, solution.variable()).relativeGap()).isLessThan(1e-3);
  }

  @Test
  void stopsAtTheIterationInWhichItIsCancelled() {
    ConvexProgram program = program();
    ConvexProgram some = program.withBeta(0.01 * Certifier.betaMax(program));
    for (int last : new int[] {1, 3}) {
      boolean[] cancelled = new boolean[1];
      ProgressListener listener =
          new ProgressListener() {
            @Override
            public void progressed(Progress progress) {
              cancelled[0] = progress.iteration() >= last;
            }

            @Override
            public boolean cancelled() {
              return cancelled[0];
            }
          };

      Solution solution =
          solver(0, LowRankSettings.Arithmetic.AUTO).solve(some, zero(program), listener);

      assertThat(solution.status()).isEqualTo(Solution.Status.CANCELLED);
      assertThat(solution.iterations()).isEqualTo(last);
    }
  }

  @Test
  void aLongSolveThatIsStoppedLeavesABound() {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(130, 1, 1, 130), 40, 5);
    ConvexProgram program = problem.program(KERNEL, Workers.of(2));
    ConvexProgram some = program.withBeta(0.001 * Certifier.betaMax(program));
    StoppingRule rule = new StoppingRule(1e-12, 160, UNLIMITED);
    LowRankSolver slow =
        new LowRankSolver(new LowRankSettings(rule, 4, 8, 3, LowRankSettings.Arithmetic.FLOAT64));

    Solution solution = slow.solve(some, zero(some), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.ITERATION_LIMIT);
    assertThat(solution.bound()).isPresent();
    List<Progress> history = solution.history();
    assertThat(history.get(history.size() - 1).relativeGap()).isLessThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void findsAllComponentsOfAMultipleSingularValueInOneRound(int order) {
    ConvexProgram some = identity(order, new SquaredLoss());

    Solution solution =
        solver(1e-6, LowRankSettings.Arithmetic.AUTO)
            .solve(some, zero(some), ProgressListener.SILENT);

    Certificate certificate = Certifier.certify(some, solution.variable());
    assertThat(solution.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(solution.variable().totalRank()).isEqualTo(order);
    assertThat(solution.iterations()).isLessThanOrEqualTo(12);
    // Every diagonal entry is 1 - 0.1: (1/2n) n 0.1^2 + beta n 0.9, with beta = 0.1 / n.
    assertThat(certificate.primal()).isCloseTo(0.005 + 0.09, within(1e-6));
  }

  @Test
  void separatesAsManyClassesAsSamples() {
    ConvexProgram some = identity(60, new SoftmaxLoss());

    Solution solution =
        solver(1e-6, LowRankSettings.Arithmetic.AUTO)
            .solve(some, zero(some), ProgressListener.SILENT);

    assertThat(Certifier.certify(some, solution.variable()).relativeGap())
        .isLessThanOrEqualTo(1e-6);
    assertThat(solution.variable().totalRank()).isEqualTo(59);
  }

  @Test
  void goesOnWhileRoundsOfOneComponentLowerTheObjective() {
    ConvexProgram some = identity(12, new SquaredLoss());
    StoppingRule rule = new StoppingRule(1e-6, 5000, UNLIMITED);
    LowRankSolver one =
        new LowRankSolver(new LowRankSettings(rule, 1, 1, 12, LowRankSettings.Arithmetic.FLOAT64));

    Solution solution = one.solve(some, zero(some), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.SOLVED);
  }

  /** The curvature of features whose squares overflow is left out; gradients are numbers. */
  @ParameterizedTest
  @CsvSource({"3, 1e80", "200, 1e25"})
  void featuresMayBeSoLargeThatTheirSquaresOverflow(int rows, double size) {
    int n = 8;
    SplittableRandom random = new SplittableRandom(rows);
    double[] x = random.doubles((long) n * rows, -size, size).toArray();
    double[] y = random.doubles(2L * n, -1 / size, 1 / size).toArray();
    ConvexProgram program =
        new DenseProblem(
                DenseLift.single(rows, 1, 1, 2), x, new RealTargets(y, 1, 2), new SquaredLoss(), 1)
            .program(KERNEL, Workers.of(1));
    ConvexProgram small = program.withBeta(0.3 * Certifier.betaMax(program));

    Solution solution =
        solver(1e-3, LowRankSettings.Arithmetic.AUTO)
            .solve(small, zero(program), ProgressListener.SILENT);

    assertThat(Certifier.certify(small, solution.variable()).contradiction()).isEmpty();
    assertThat(solution.variable().blocks()).allMatch(block -> block.rows() == rows);
  }

  @Test
  void refusesBetaOfZero() {
    assertThat(
            solver(1e-4, LowRankSettings.Arithmetic.AUTO).accepts(program().withBeta(0)).reason())
        .contains("needs beta > 0");
  }

  @Test
  void settingsRefuseFewerThanOneHead() {
    StoppingRule rule = new StoppingRule(1e-4, 10, UNLIMITED);
    assertThatThrownBy(() -> new LowRankSettings(rule, 0, 1, 1, LowRankSettings.Arithmetic.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0, 1 and 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 129, 300})
  void blockedSolvesAreThoseOfTheCholeskyFactor(int order) {
    Matrix root = Matrix.of(gaussian(order * order, 1), order, order);
    double[] a = KERNEL.multiply(root.transposed(), root).toArray();
    for (int i = 0; i < order; i++) {
      a[i * order + i] += order;
    }
    Cholesky cholesky = KERNEL.cholesky(a, order);
    double[] expected = gaussian(order * 3, 2);
    RealArray found = RealArray.wrap(expected.clone());
    cholesky.solve(expected, 3);

    new BlockedTriangle(KERNEL, cholesky, Precision.FLOAT64).solve(found, 3);

    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i)).isCloseTo(expected[i], within(1e-12));
    }
  }

  private static final class Warned implements ProgressListener {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void progressed(Progress progress) {}

    @Override
    public void warned(String message) {
      messages.add(message);
    }
  }

  /** A limit that ended the search for the optimum leaves a network of few heads all the same. */
  @Test
  void noTimeLeavesTheLargestComponents() {
    ConvexProgram program = program();
    ConvexProgram some = program.withBeta(0.01 * Certifier.betaMax(program));
    LowRankSolver solver = solver(1e-6, LowRankSettings.Arithmetic.FLOAT64);
    Variable optimum = solver.solve(some, zero(some), ProgressListener.SILENT).variable();
    assertThat(optimum.totalRank()).isGreaterThan(2);

    Optional<Variable> few =
        StopToken.never()
            .within(Duration.ZERO)
            .run(() -> solver.narrowed(some, optimum, 2, ProgressListener.SILENT));

    assertThat(few.orElseThrow().totalRank()).isEqualTo(2);
    assertThat(some.primal(few.get())).isBetween(some.primal(optimum), some.primal(zero(some)));
    assertThat(solver.narrows(some)).isTrue();
    assertThat(solver.narrows(program.withBeta(0))).isFalse();
  }

  private static ConvexProgram program() {
    return DenseProblems.softmax(DenseLift.single(5, 3, 1, 4), 60, 3)
        .program(KERNEL, Workers.of(2));
  }

  /** One sample for every feature and one output for every sample: X = Y = I. */
  private static ConvexProgram identity(int order, Loss loss) {
    double[] eye = new double[order * order];
    int[] labels = new int[order];
    for (int i = 0; i < order; i++) {
      eye[i * order + i] = 1;
      labels[i] = i;
    }
    Targets targets =
        loss instanceof SquaredLoss
            ? new RealTargets(eye, 1, order)
            : new ClassLabels(labels, 1, order);
    DenseLift lift = DenseLift.single(order, 1, 1, order);
    ConvexProgram program =
        new DenseProblem(lift, eye, targets, loss, 1).program(KERNEL, Workers.of(2));
    return program.withBeta(0.1 * Certifier.betaMax(program));
  }

  private static LowRankSolver solver(double tolerance, LowRankSettings.Arithmetic arithmetic) {
    StoppingRule rule = new StoppingRule(tolerance, 5000, UNLIMITED);
    LowRankSettings defaults = LowRankSettings.of(rule);
    return new LowRankSolver(
        new LowRankSettings(
            rule,
            defaults.initialComponents(),
            defaults.componentsAdded(),
            defaults.memory(),
            arithmetic));
  }

  private static Variable zero(ConvexProgram program) {
    return Variable.zero(program.blocks());
  }

  private static double[] gaussian(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[length];
    for (int i = 0; i < length; i++) {
      x[i] = random.nextGaussian();
    }
    return x;
  }
}
