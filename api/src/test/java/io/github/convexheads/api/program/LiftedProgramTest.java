package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action of a program against the same sums written out entry by entry. */
class LiftedProgramTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        DenseProblems.squared(DenseLift.single(1, 1, 1, 1), 1, 1),
        DenseProblems.squared(DenseLift.single(6, 1, 1, 4), 70, 2),
        DenseProblems.softmax(DenseLift.single(5, 3, 1, 2), 33, 3),
        DenseProblems.softmax(DenseLift.single(2, 4, 3, 3), 40, 4),
        DenseProblems.squared(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5),
        DenseProblems.softmax(DenseProblems.groups(3, 2, 2, 2, 3), 50, 6));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void outputsAreTheSumOverBlocksOfFeaturesTimesZ(DenseProblem problem) {
    for (int rank : new int[] {0, 1, 3}) {
      Variable z = variable(problem, rank, 7);

      double[] outputs = program(problem).data().outputs(z);

      assertClose(outputs, problem.outputs(dense(z)), 1e-13);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void lossAndResidualAreThoseOfTheRows(DenseProblem problem) {
    double[] outputs = problem.outputs(dense(variable(problem, 2, 8)));
    LiftedProgram program = program(problem);

    assertThat(program.data().loss(outputs))
        .isCloseTo(problem.meanLoss(outputs), within(1e-13 * problem.meanLoss(outputs)));
    assertClose(program.data().residual(outputs), problem.residual(outputs), 1e-14);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theGradientIsTheAdjointTimesTheOtherFactor(DenseProblem problem) {
    Variable z = variable(problem, 2, 9);
    double[] outputs = problem.outputs(dense(z));
    List<double[]> g = problem.adjoint(problem.residual(outputs));

    Evaluation here = program(problem).at(z);

    assertThat(here.loss())
        .isCloseTo(problem.meanLoss(outputs), within(1e-13 * problem.meanLoss(outputs)));
    for (int j = 0; j < g.size(); j++) {
      Factors at = z.block(j);
      Factors found = here.gradient().block(j);
      assertClose(found.left(), times(g.get(j), at.rows(), at.columns(), at.right(), 2), 1e-12);
      double[] transposed = transpose(g.get(j), at.rows(), at.columns());
      assertClose(found.right(), times(transposed, at.columns(), at.rows(), at.left(), 2), 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aBlockOfRankZeroHasAnEmptyGradientAndLeavesTheOthersAlone(DenseProblem problem) {
    Variable z = variable(problem, 2, 10);
    List<Factors> some = new ArrayList<>(z.blocks());
    some.set(0, Factors.zero(problem.blocks().get(0)));
    Variable partly = new Variable(some);

    Evaluation here = program(problem).at(partly);

    assertThat(here.gradient().block(0).rank()).isZero();
    assertThat(here.loss())
        .isCloseTo(problem.meanLoss(problem.outputs(dense(partly))), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void adjointProductsAreThoseOfTheWrittenOutAdjoint(DenseProblem problem) {
    SplittableRandom random = new SplittableRandom(11);
    double[] e = gaussian(random, problem.rows() * problem.lift().outputs());
    List<double[]> g = problem.adjoint(e);
    LiftedProgram program = program(problem);
    for (int j = 0; j < g.size(); j++) {
      Block block = problem.blocks().get(j);
      double[] v = gaussian(random, block.columns() * 3);
      double[] u = gaussian(random, block.rows() * 3);
      double[] transposed = transpose(g.get(j), block.rows(), block.columns());

      assertClose(
          program.data().adjointTimes(j, e, v, 3),
          times(g.get(j), block.rows(), block.columns(), v, 3),
          1e-12);
      assertClose(
          program.data().adjointTransposeTimes(j, e, u, 3),
          times(transposed, block.columns(), block.rows(), u, 3),
          1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void projectAndBackprojectAreAdjoint(DenseProblem problem) {
    SplittableRandom random = new SplittableRandom(12);
    LiftedProgram program = program(problem);
    for (int j = 0; j < problem.blocks().size(); j++) {
      Block block = problem.blocks().get(j);
      double[] u = gaussian(random, block.rows() * 2);
      double[] p = gaussian(random, problem.rows() * block.width() * 2);

      double left = Vectors.dot(program.data().project(j, u, 2), p);
      double right = Vectors.dot(u, program.data().backproject(j, p, 2));

      assertThat(left).isCloseTo(right, within(1e-11 * (1 + Math.abs(left))));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void projectSpreadsAUnitVectorIntoOneFeature(DenseProblem problem) {
    LiftedProgram program = program(problem);
    Block block = problem.blocks().get(0);
    double[] eye = new double[block.rows() * block.rows()];
    for (int r = 0; r < block.rows(); r++) {
      eye[r * block.rows() + r] = 1;
    }

    double[] p = program.data().project(0, eye, block.rows());

    int stride = problem.lift().shape().features();
    for (int i = 0; i < p.length; i++) {
      int r = i % block.rows();
      int k = i / block.rows() % block.width();
      int row = i / block.rows() / block.width();
      assertThat(p[i]).isEqualTo(problem.phi()[row * stride + r * block.width() + k]);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void singlePrecisionAgreesToItsOwnRoundOff(DenseProblem problem) {
    Variable z = variable(problem, 2, 13);
    LiftedProgram program = program(problem);
    LocalData exact = program.data();
    LocalData rounded = program.withPrecision(Precision.FLOAT32).data();
    double[] e = exact.residual(exact.outputs(z));
    double[] v = z.block(0).right();

    assertClose(rounded.outputs(z), exact.outputs(z), 2e-5);
    assertClose(rounded.adjointTimes(0, e, v, 2), exact.adjointTimes(0, e, v, 2), 2e-5);
    assertClose(
        program.withPrecision(Precision.FLOAT32).at(z).gradient().block(0).left(),
        program.at(z).gradient().block(0).left(),
        2e-5);
    assertThat(rounded.outputs(z)).isNotEqualTo(problem.rows() > 1 ? exact.outputs(z) : null);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void threadsAndKeptFeaturesChangeNoBit(DenseProblem problem) {
    for (Precision precision : Precision.values()) {
      List<double[]> expected = answers(program(problem).withPrecision(precision), problem);
      for (int threads : new int[] {2, 3, 8}) {
        for (boolean kept : new boolean[] {true, false}) {
          LiftedProgram program = program(problem, kept, Workers.of(threads));
          LiftedProgram rounded = program.withPrecision(precision);
          List<double[]> first = answers(rounded, problem);
          List<double[]> second = answers(rounded, problem);
          for (int i = 0; i < expected.size(); i++) {
            assertThat(first.get(i)).isEqualTo(expected.get(i));
            assertThat(second.get(i)).isEqualTo(expected.get(i));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void shardsTogetherAreTheWholeProgram(DenseProblem problem) {
    LiftedProgram whole = program(problem);
    Variable z = variable(problem, 2, 17);
    double[] outputs = whole.data().outputs(z);
    for (int count : new int[] {1, 2, 3, 7, 1000}) {
      List<ConvexProgram> shards = whole.shards(count);
      assertThat(shards).hasSize(Math.min(count, whole.targets().samples()));
      List<Double> joined = new ArrayList<>();
      double loss = 0;
      for (ConvexProgram shard : shards) {
        double[] part = shard.localData().orElseThrow().outputs(z);
        Arrays.stream(part).forEach(joined::add);
        loss += shard.size().samples() * shard.at(z).loss() / whole.targets().samples();
        assertThat(shard.beta()).isEqualTo(whole.beta());
      }
      assertClose(joined.stream().mapToDouble(x -> x).toArray(), outputs, 1e-14);
      assertThat(loss).isCloseTo(whole.data().loss(outputs), within(1e-12 * loss));
    }
  }

  @Test
  void anotherBetaSharesEverythingElse() {
    LiftedProgram program = program(DenseProblems.squared(DenseLift.single(3, 1, 1, 2), 9, 14));

    LiftedProgram other = program.withBeta(0.25);

    assertThat(other.beta()).isEqualTo(0.25);
    assertThat(program.beta()).isEqualTo(1);
    assertThat(other.targets()).isSameAs(program.targets());
    Variable z = variable(DenseProblems.squared(DenseLift.single(3, 1, 1, 2), 9, 14), 1, 15);
    double penalty = z.nuclearNorm(KERNEL);
    assertThat(program.primal(z) - other.primal(z)).isCloseTo(0.75 * penalty, within(1e-12));
  }

  @Test
  void saysWhatDoesNotFit() {
    DenseLift lift = DenseLift.single(3, 1, 1, 2);
    Tokens tokens = Tokens.of(new double[12], 4, 1, 3);
    Targets four = Targets.values(new double[8], 2);
    Targets five = Targets.values(new double[10], 2);
    Targets wide = Targets.values(new double[12], 3);

    assertThatThrownBy(() -> of(lift, tokens, five, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("4 samples of tokens")
        .hasMessageContaining("5");
    assertThatThrownBy(() -> of(lift, tokens, wide, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 positions x 3 outputs")
        .hasMessageContaining("1 x 2");
    assertThatThrownBy(() -> of(lift, Tokens.of(new double[8], 4, 1, 2), four, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 x 2")
        .hasMessageContaining("1 x 3");
    for (double beta : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> of(lift, tokens, four, beta))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("beta = " + beta);
    }
    assertThatThrownBy(() -> of(lift, tokens, Targets.labels(new int[4], 2), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("squared");
    assertThatThrownBy(
            () -> of(lift, tokens, four, 1).at(Variable.zero(List.of(block(2), block(2)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 blocks");
    assertThatThrownBy(() -> of(lift, tokens, four, 1).at(Variable.zero(List.of(block(5)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 x 2")
        .hasMessageContaining("3 x 2");
  }

  private static Block block(int rows) {
    return new Block(rows, 1, 2, 0, 0, -1);
  }

  private static LiftedProgram of(Lift lift, Tokens tokens, Targets targets, double beta) {
    return LiftedProgram.of(lift, tokens, targets, new SquaredLoss(), KERNEL, Workers.of(1))
        .withBeta(beta);
  }

  private static List<double[]> answers(LiftedProgram program, DenseProblem problem) {
    Variable z = variable(problem, 2, 16);
    LocalData data = program.data();
    double[] outputs = data.outputs(z);
    double[] e = data.residual(outputs);
    Evaluation here = program.at(z);
    Factors first = z.block(0);
    return List.of(
        outputs,
        new double[] {here.loss(), here.meanSquare(), here.meanCurvature()},
        here.dualValues(0, 0.5, 1),
        here.gradient().block(0).left(),
        here.gradient().block(0).right(),
        here.curvature(0, 0, 2, Long.MAX_VALUE).orElseThrow(),
        here.curvature(0, 0, 2, 5).orElseThrow(),
        data.adjointTimes(0, e, first.right(), 2),
        data.adjointTransposeTimes(0, e, first.left(), 2),
        data.project(0, first.left(), 2),
        data.backproject(0, data.project(0, first.left(), 2), 2),
        program.featureProduct(0, first.left(), 2, 5).orElseThrow());
  }

  private static LiftedProgram program(DenseProblem problem) {
    return program(problem, true, Workers.of(1));
  }

  private static LiftedProgram program(DenseProblem problem, boolean kept, Workers workers) {
    DenseLift lift = problem.lift();
    Tokens tokens =
        Tokens.of(
            problem.phi(), problem.targets().samples(), lift.positions(), lift.shape().features());
    return LiftedProgram.of(
            kept ? lift : new ForgottenLift(lift),
            tokens,
            problem.targets(),
            problem.loss(),
            KERNEL,
            workers)
        .withBeta(problem.beta());
  }

  private static Variable variable(DenseProblem problem, int rank, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Factors> factors = new ArrayList<>();
    for (Block block : problem.blocks()) {
      factors.add(
          new Factors(
              block.rows(),
              block.columns(),
              rank,
              gaussian(random, block.rows() * rank),
              gaussian(random, block.columns() * rank)));
    }
    return new Variable(factors);
  }

  private static List<double[]> dense(Variable z) {
    return z.blocks().stream().map(block -> block.toDense(KERNEL)).toList();
  }

  private static double[] times(double[] a, int rows, int columns, double[] b, int k) {
    double[] c = new double[rows * k];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int h = 0; h < k; h++) {
          c[i * k + h] += a[i * columns + j] * b[j * k + h];
        }
      }
    }
    return c;
  }

  private static double[] transpose(double[] a, int rows, int columns) {
    double[] t = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      t[i % columns * rows + i / columns] = a[i];
    }
    return t;
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static void assertClose(double[] found, double[] expected, double relative) {
    double scale = 1e-300;
    for (double x : expected) {
      scale = Math.max(scale, Math.abs(x));
    }
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(relative * scale));
    }
  }
}
