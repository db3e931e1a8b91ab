package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.KnownOptima;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The points of lifted programs, with and without kept projections, and of any other program. */
class MovingPointTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        KnownOptima.squared(DenseLift.single(1, 1, 1, 1), 1, 1),
        KnownOptima.softmax(DenseLift.single(5, 3, 1, 2), 330, 3),
        KnownOptima.softmax(DenseLift.single(2, 4, 3, 3), 40, 4),
        KnownOptima.squared(KnownOptima.gates(4, 2, 2, 3, 3), 50, 5),
        KnownOptima.softmax(KnownOptima.groups(3, 2, 2, 2, 3), 50, 6));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void movesAlongLinesWithTheOutputsAndGradientsOfItsVariable(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    for (MovingPoint point : points(program, ranked(problem, 2))) {
      for (double t : new double[] {0.7, -1.3}) {
        point.along(random(point.variable(), 20));
        Variable before = point.variable();
        point.move(t);

        Variable here = point.variable();
        double[] e = program.residual(program.outputs(here));
        assertClose(
            here.block(0).left(), before.plus(t, random(before, 20)).block(0).left(), 1e-15);
        assertClose(point.outputs(), program.outputs(here), 1e-12);
        for (int j = 0; j < here.blocks().size(); j++) {
          Factors z = here.block(j);
          Factors found = point.adjoint(e).block(j);
          assertClose(found.left(), program.adjointTimes(j, e, z.right(), z.rank()), 1e-11);
          assertClose(
              found.right(), program.adjointTransposeTimes(j, e, z.left(), z.rank()), 1e-11);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void outputsAlongALineAreAPolynomialOfDegreeTwo(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(1));
    Variable start = ranked(problem, 3);
    Variable direction = random(start, 21);
    for (MovingPoint point : points(program, start)) {
      OutputCurve curve = point.along(direction);
      double[] at = new double[point.outputs().length];
      curve.at(point.outputs(), 2.5, 0, at.length, at);

      assertClose(at, program.outputs(start.plus(2.5, direction)), 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void movesTheRightFactorsAloneToTheSamePlace(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    Variable start = ranked(problem, 2);
    Variable direction = rightOf(random(start, 23));
    for (MovingPoint point : points(program, start)) {
      point.along(direction);
      point.move(0.6);
      Variable here = start.plus(0.6, direction);
      double[] e = program.residual(program.outputs(here));

      assertClose(point.outputs(), program.outputs(here), 1e-12);
      for (int j = 0; j < here.blocks().size(); j++) {
        Factors both = point.adjoint(e).block(j);
        Factors right = point.adjointRight(e).block(j);
        assertClose(right.right(), both.right(), 1e-14);
        assertThat(right.left()).containsOnly(0).hasSameSizeAs(both.left());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theGramMatrixIsThatOfTheWeightedProjections(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    Variable z = ranked(problem, 3);
    double[] weights = new double[program.rows()];
    Arrays.setAll(weights, i -> 0.5 + i % 3);
    for (MovingPoint point : points(program, z)) {
      for (int[] heads : new int[][] {{0, 3}, {1, 3}, {2, 3}}) {
        int j = z.blocks().size() - 1;
        int m = heads[1] - heads[0];
        double[] p = program.project(j, z.block(j).left(), 3);
        int q = program.blocks().get(j).width();
        double[] expected = new double[q * m * q * m];
        for (int row = 0; row < program.rows(); row++) {
          for (int a = 0; a < q * m; a++) {
            for (int b = 0; b < q * m; b++) {
              expected[a * q * m + b] +=
                  weights[row]
                      * p[entry(row, q, a, m, heads[0])]
                      * p[entry(row, q, b, m, heads[0])];
            }
          }
        }

        assertClose(point.gram(j, weights, heads[0], heads[1]), expected, 1e-12);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aBlockWithoutHeadsStaysWithoutHeads(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(1));
    Variable zero = Variable.zero(program.blocks());
    for (MovingPoint point : points(program, zero)) {
      point.along(zero);
      point.move(1);

      assertThat(point.variable().totalRank()).isZero();
      assertThat(point.adjoint(point.outputs()).totalRank()).isZero();
      assertThat(point.outputs()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void threadsChangeNoBitInEitherPrecision(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    for (Precision precision : Precision.values()) {
      List<double[]> expected = null;
      for (int threads : new int[] {1, 2, 5}) {
        ConvexProgram program =
            problem.program(KERNEL, Workers.of(threads)).withPrecision(precision);
        MovingPoint point = program.movingPoint(start);
        point.along(random(start, 22));
        point.move(0.4);
        double[] weights = new double[program.rows()];
        Arrays.fill(weights, 2);
        Factors gradient = point.adjoint(point.outputs()).block(0);
        List<double[]> found =
            List.of(
                point.outputs().clone(),
                gradient.left(),
                gradient.right(),
                point.gram(0, weights, 0, 2));
        expected = expected == null ? found : expected;
        for (int i = 0; i < found.size(); i++) {
          assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
      }
    }
  }

  private static List<MovingPoint> points(LiftedProgram program, Variable start) {
    return List.of(
        program.movingPoint(start),
        program.movingPoint(start, 0),
        new PlainMovingPoint(program, start));
  }

  private static Variable rightOf(Variable z) {
    List<Factors> factors = new ArrayList<>();
    for (Factors b : z.blocks()) {
      factors.add(
          new Factors(b.rows(), b.columns(), b.rank(), new double[b.left().length], b.right()));
    }
    return new Variable(factors);
  }

  /** The place in P of row, column a = r*m + h of the chosen heads, with three heads in all. */
  private static int entry(int row, int q, int a, int m, int from) {
    return (row * q + a / m) * 3 + from + a % m;
  }

  private static Variable ranked(DenseProblem problem, int rank) {
    List<Factors> factors = new ArrayList<>();
    for (Block block : problem.blocks()) {
      factors.add(
          new Factors(
              block.rows(),
              block.columns(),
              rank,
              new double[block.rows() * rank],
              new double[block.columns() * rank]));
    }
    return random(new Variable(factors), 19);
  }

  private static Variable random(Variable like, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Factors> factors = new ArrayList<>();
    for (Factors z : like.blocks()) {
      double[] left = new double[z.left().length];
      double[] right = new double[z.right().length];
      Arrays.setAll(left, i -> random.nextGaussian());
      Arrays.setAll(right, i -> random.nextGaussian());
      factors.add(new Factors(z.rows(), z.columns(), z.rank(), left, right));
    }
    return new Variable(factors);
  }

  private static void assertClose(double[] found, double[] expected, double relative) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1e-300;
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(relative * scale));
    }
  }
}
