package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lifted programs, with and without kept projections, and programs in chunks, at points. */
class EvaluationTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        DenseProblems.squared(DenseLift.single(1, 1, 1, 1), 2, 1),
        DenseProblems.softmax(DenseLift.single(5, 3, 1, 2), 330, 3),
        DenseProblems.softmax(DenseLift.single(2, 4, 3, 3), 40, 4),
        DenseProblems.squared(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5),
        DenseProblems.softmax(DenseProblems.groups(3, 2, 2, 2, 3), 50, 6));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void movesAlongLinesWithTheLossAndGradientOfItsVariable(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    for (Evaluation first : everyKind(problem, start)) {
      Evaluation at = first;
      for (double t : new double[] {0.7, -1.3}) {
        Variable expected = at.variable().plus(t, random(start, 20));
        at = at.along(random(start, 20)).moveTo(t);
        assertClose(at.variable().block(0).left(), expected.block(0).left(), 1e-15);
        assertSame(at, dense(problem, expected), 1e-11);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void anEvaluationThatALineHasLeftStillAnswers(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    for (Evaluation at : everyKind(problem, start)) {
      at.gradient();
      Line line = at.along(random(start, 20));
      line.moveTo(0.5);

      assertSame(at, dense(problem, start), 1e-11);
      assertSame(line.moveTo(2), dense(problem, start.plus(2, random(start, 20))), 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aLineIsWalkedAgainWhenThePointItLedToHasMovedOn(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    for (Evaluation at : everyKind(problem, start)) {
      Line line = at.along(random(start, 20));
      line.moveTo(0.5).along(random(start, 24)).moveTo(1);
      at.gradient();

      assertSame(line.moveTo(2), dense(problem, start.plus(2, random(start, 20))), 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void lossesAndSlopesAlongALineAreThoseOfItsPoints(DenseProblem problem) {
    Variable start = ranked(problem, 3);
    Variable direction = random(start, 21);
    for (Evaluation at : everyKind(problem, start)) {
      List<Line.Point> points = at.along(direction).at(0, 0.25, -1.5);
      for (Line.Point point : points) {
        Evaluation there = dense(problem, start.plus(point.t(), direction));
        assertThat(point.loss()).isCloseTo(there.loss(), within(1e-12 * (1 + there.loss())));
        double slope = product(there.gradient(), direction);
        assertThat(point.slope()).isCloseTo(slope, within(1e-11 * (1 + Math.abs(slope))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theStraightLineToAnotherPointMixesThem(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    Variable end = random(ranked(problem, 1), 31);
    List<Evaluation> ends = everyKind(problem, end);
    int kind = 0;
    for (Evaluation at : everyKind(problem, start)) {
      Line line = at.toward(ends.get(kind++));
      for (double t : new double[] {0, 1, 1.7}) {
        Variable mixed = Variable.combination(1 - t, start, t, end);
        Evaluation there = dense(problem, mixed);
        Line.Point point = line.point(t);
        assertThat(point.loss()).isCloseTo(there.loss(), within(1e-11 * (1 + there.loss())));
        double slope = slope(there, start, end);
        assertThat(point.slope()).isCloseTo(slope, within(1e-10 * (1 + Math.abs(slope))));
        assertSame(line.moveTo(t), there, 1e-10);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aCombinationOfPointsIsThePointOfTheCombination(DenseProblem problem) {
    Variable x = ranked(problem, 2);
    Variable y = random(ranked(problem, 1), 32);
    List<Evaluation> others = everyKind(problem, y);
    int kind = 0;
    for (Evaluation at : everyKind(problem, x)) {
      Evaluation mixed = at.combined(1.5, others.get(kind++), -0.5);

      assertSame(mixed, dense(problem, Variable.combination(1.5, x, -0.5, y)), 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void movesTheRightFactorsAloneToTheSamePlace(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    Variable direction = rightOf(random(start, 23));
    for (Evaluation at : everyKind(problem, start)) {
      Evaluation moved = at.along(direction).moveTo(0.6);

      assertSame(moved, dense(problem, start.plus(0.6, direction)), 1e-11);
      for (int j = 0; j < start.blocks().size(); j++) {
        Factors right = moved.rightGradient().block(j);
        assertClose(right.right(), moved.gradient().block(j).right(), 1e-14);
        assertThat(right.left()).containsOnly(0).hasSameSizeAs(start.block(j).left());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theCurvatureIsThatOfTheProjectionsWeightedByRows(DenseProblem problem) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    Variable z = ranked(problem, 3);
    double[] weights = weights(problem, program.data().outputs(z));
    int j = z.blocks().size() - 1;
    int q = program.blocks().get(j).width();
    double[] p = program.data().project(j, z.block(j).left(), 3);
    for (Evaluation at : everyKind(problem, z)) {
      assertThat(at.meanCurvature())
          .isCloseTo(Arrays.stream(weights).average().orElseThrow(), within(1e-14));
      for (int[] chosen : new int[][] {{0, 3}, {1, 3}, {2, 3}}) {
        double[] expected = gram(p, weights, q, chosen[0], chosen[1]);
        assertClose(
            at.curvature(j, chosen[0], chosen[1], Long.MAX_VALUE).orElseThrow(), expected, 1e-12);
      }
    }
  }

  @Test
  void theCurvatureOfFewerRowsIsThatOfWholeBatchesAsIfTheyWereAll() {
    DenseProblem problem = DenseProblems.softmax(DenseLift.single(3, 4, 1, 2), 320, 3);
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    Variable z = ranked(problem, 3);
    ConvexProgram firstBatch = program.shards(16).get(0);
    double[] ofFirst = firstBatch.at(z).curvature(0, 0, 3, Long.MAX_VALUE).orElseThrow();

    for (long rows : new long[] {1, firstBatch.size().rows()}) {
      assertClose(program.at(z).curvature(0, 0, 3, rows).orElseThrow(), ofFirst, 1e-12);
    }
    double[] ofTwo = program.at(z).curvature(0, 0, 3, 21).orElseThrow();
    double[] ofMiddle = program.shards(16).get(8).at(z).curvature(0, 0, 3, 20).orElseThrow();
    for (int i = 0; i < ofTwo.length; i++) {
      assertThat(ofTwo[i]).isCloseTo((ofFirst[i] + ofMiddle[i]) / 2, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aBlockWithoutComponentsStaysWithout(DenseProblem problem) {
    Variable zero = Variable.zero(problem.blocks());
    for (Evaluation at : everyKind(problem, zero)) {
      Evaluation moved = at.along(zero).moveTo(1);

      assertThat(moved.variable().totalRank()).isZero();
      assertThat(moved.gradient().totalRank()).isZero();
      assertThat(moved.meanSquare()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void threadsChangeNoBitInEitherPrecision(DenseProblem problem) {
    Variable start = ranked(problem, 2);
    for (Precision precision : Precision.values()) {
      List<double[]> expected = null;
      for (int threads : new int[] {1, 2, 5}) {
        Evaluation at =
            problem.program(KERNEL, Workers.of(threads)).withPrecision(precision).at(start);
        Line line = at.along(random(start, 22));
        Evaluation moved = line.moveTo(0.4);
        Factors gradient = moved.gradient().block(0);
        List<double[]> found =
            List.of(
                new double[] {moved.loss(), line.point(0.3).slope(), line.point(0).slope()},
                moved.dualValues(0.1, 1),
                gradient.left(),
                gradient.right(),
                moved.curvature(0, 0, 2, Long.MAX_VALUE).orElseThrow());
        expected = expected == null ? found : expected;
        for (int i = 0; i < found.size(); i++) {
          assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
      }
    }
  }

  @Test
  void aProgramThatAnswersOnlyWhatItMustGetsLinesAndGradientsFromIt() {
    GeneratedProgram program =
        new GeneratedProgram(
            GeneratedProgram.labelled(4, 3, 7), 40, 4, 3, new SoftmaxLoss(), 0.01, KERNEL);
    LiftedProgram written = program.written(0, 40);
    Variable start =
        random(new Variable(List.of(new Factors(4, 3, 2, new double[8], new double[6]))), 1);
    Variable direction = random(start, 2);

    Evaluation at = program.at(start);
    Evaluation same = written.at(start);
    assertSame(at, same, 1e-12);
    assertSame(at.along(direction).moveTo(0.3), same.along(direction).moveTo(0.3), 1e-12);
    Evaluation end = program.at(direction);
    assertSame(at.toward(end).moveTo(0.3), same.toward(written.at(direction)).moveTo(0.3), 1e-12);
    for (double t : new double[] {0, 0.7}) {
      Line.Point along = at.along(direction).point(t);
      assertThat(along.slope()).isCloseTo(same.along(direction).point(t).slope(), within(1e-12));
      Line.Point toward = at.toward(end).point(t);
      assertThat(toward.slope())
          .isCloseTo(same.toward(written.at(direction)).point(t).slope(), within(1e-12));
    }
  }

  /** A lifted program that keeps P, one that does not, and one in two chunks. */
  private static List<Evaluation> everyKind(DenseProblem problem, Variable z) {
    LiftedProgram program = problem.program(KERNEL, Workers.of(2));
    return List.of(
        program.at(z, true), program.at(z, false), new ChunkedProgram(program.shards(2)).at(z));
  }

  /** A fresh evaluation of the written-out problem. */
  private static Evaluation dense(DenseProblem problem, Variable z) {
    return problem.program(KERNEL, Workers.of(1)).at(z);
  }

  private static void assertSame(Evaluation found, Evaluation expected, double relative) {
    assertThat(found.loss()).isCloseTo(expected.loss(), within(relative * (1 + expected.loss())));
    assertThat(found.meanSquare())
        .isCloseTo(expected.meanSquare(), within(relative * (1 + expected.meanSquare())));
    double largest = expected.largestResidual();
    assertThat(found.largestResidual()).isCloseTo(largest, within(relative * (1 + largest)));
    assertClose(found.dualValues(0, 0.3, 1), expected.dualValues(0, 0.3, 1), relative);
    Variable gradient = found.gradient();
    for (int j = 0; j < gradient.blocks().size(); j++) {
      Block block = expected.program().blocks().get(j);
      Factors z = expected.variable().block(j);
      if (gradient.block(j).rank() == z.rank()) {
        assertClose(gradient.block(j).left(), expected.gradient().block(j).left(), relative);
        assertClose(gradient.block(j).right(), expected.gradient().block(j).right(), relative);
      }
      double[] eye = identity(block.columns());
      assertClose(
          found.adjointTimes(j, eye, block.columns()),
          expected.adjointTimes(j, eye, block.columns()),
          relative);
      double[] other = identity(block.rows());
      assertClose(
          found.adjointTransposeTimes(j, other, block.rows()),
          expected.adjointTransposeTimes(j, other, block.rows()),
          relative);
    }
  }

  private static double[] weights(DenseProblem problem, double[] outputs) {
    int c = problem.lift().outputs();
    double[] weights = new double[problem.rows()];
    double[] hessian = new double[c * c];
    for (int row = 0; row < weights.length; row++) {
      problem.loss().hessian(outputs, row * c, problem.targets(), row, hessian);
      for (int p = 0; p < c; p++) {
        weights[row] += hessian[p * c + p] / c / problem.targets().samples();
      }
    }
    return weights;
  }

  /** P^T diag(w) P for components from..to of three, columns ordered r*m + h. */
  private static double[] gram(double[] p, double[] weights, int q, int from, int to) {
    int m = to - from;
    double[] gram = new double[q * m * q * m];
    for (int row = 0; row < weights.length; row++) {
      for (int a = 0; a < q * m; a++) {
        for (int b = 0; b < q * m; b++) {
          gram[a * q * m + b] +=
              weights[row]
                  * p[(row * q + a / m) * 3 + from + a % m]
                  * p[(row * q + b / m) * 3 + from + b % m];
        }
      }
    }
    return gram;
  }

  private static double slope(Evaluation at, Variable start, Variable end) {
    Variable w = Variable.combination(1, end, -1, start);
    double sum = 0;
    for (int j = 0; j < w.blocks().size(); j++) {
      Factors block = w.block(j);
      double[] image = at.adjointTimes(j, block.right(), block.rank());
      for (int i = 0; i < image.length; i++) {
        sum += image[i] * block.left()[i];
      }
    }
    return sum;
  }

  private static double product(Variable x, Variable y) {
    double sum = 0;
    for (int j = 0; j < x.blocks().size(); j++) {
      for (int i = 0; i < x.block(j).left().length; i++) {
        sum += x.block(j).left()[i] * y.block(j).left()[i];
      }
      for (int i = 0; i < x.block(j).right().length; i++) {
        sum += x.block(j).right()[i] * y.block(j).right()[i];
      }
    }
    return sum;
  }

  private static double[] identity(int n) {
    double[] eye = new double[n * n];
    Arrays.setAll(eye, i -> i % (n + 1) == 0 ? 1 : 0);
    return eye;
  }

  private static Variable rightOf(Variable z) {
    return new Variable(
        z.blocks().stream().map(b -> b.withSides(new double[b.left().length], b.right())).toList());
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
      factors.add(z.withSides(left, right));
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
