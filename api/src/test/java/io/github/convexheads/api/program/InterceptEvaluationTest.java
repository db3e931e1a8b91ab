package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.RealTargets;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evaluations of programs whose outputs have an intercept, at points and along lines. */
class InterceptEvaluationTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        DenseProblems.softmax(DenseLift.single(5, 3, 2, 3), 130, 3),
        DenseProblems.squared(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5));
  }

  private static LiftedProgram program(DenseProblem problem) {
    return problem.program(KERNEL, Workers.of(2)).withIntercept();
  }

  private static List<Evaluation> bothKinds(DenseProblem problem, Variable z) {
    LiftedProgram program = program(problem);
    return List.of(program.at(z, true), program.at(z, false));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void answersAreThoseOfTheOutputsMovedByTheIntercept(DenseProblem problem) {
    Variable z = DrawnVariables.gaussian(problem.blocks(), 1);
    LiftedProgram plain = problem.program(KERNEL, Workers.of(1));
    double[] outputs = plain.data().outputs(z);
    for (Evaluation at : bothKinds(problem, z)) {
      double[] b = at.intercept();
      double[] moved = outputs.clone();
      Arrays.setAll(moved, i -> moved[i] + b[i % b.length]);
      double[] e = plain.data().residual(moved);

      assertThat(at.loss()).isCloseTo(plain.data().loss(moved), within(1e-12));
      assertThat(at.lossAt(b)).isCloseTo(at.loss(), within(1e-12));
      assertThat(at.lossAt(new double[b.length]))
          .isCloseTo(plain.at(z).loss(), within(1e-12))
          .isGreaterThan(at.loss());
      assertThat(at.meanSquare()).isCloseTo(plain.at(z).meanSquare(), within(1e-11));
      assertThat(at.largestResidual())
          .isCloseTo(Arrays.stream(e).map(Math::abs).max().orElseThrow(), within(1e-13));
      double[] v = z.block(0).right();
      assertClose(at.adjointTimes(0, v, 2), plain.data().adjointTimes(0, e, v, 2));
      assertClose(at.gradient().block(0).left(), plain.data().adjointTimes(0, e, v, 2));
      double[] weights = plain.losses().curvatures(moved);
      assertThat(at.meanCurvature())
          .isCloseTo(Arrays.stream(weights).average().orElseThrow(), within(1e-14));
      assertClose(
          plain.data().intercept(outputs), plain.at(z).intercept()); // neither has an intercept
      assertClose(differences(program(problem).data().intercept(outputs)), differences(b));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void roundingIsBoundedAtTheFoundInterceptAndAtOthers(DenseProblem problem) {
    Evaluation at = program(problem).at(DrawnVariables.gaussian(problem.blocks(), 1));
    double[] b = at.intercept();
    double[] far = Arrays.stream(b).map(own -> own + 1e8).toArray();
    double error = at.lossError(1e-3);

    assertThat(at.lossErrorAt(b, 1e-3)).isCloseTo(error, withinPercentage(1));
    assertThat(error).isGreaterThan(1e-5 * at.largestResidual());
    assertThat(at.lossErrorAt(far, 0)).isGreaterThan(1e3 * at.lossErrorAt(b, 0));
    assertThat(at.lossErrorAt(b, 0)).isGreaterThan(0x1p-53 * at.loss());
    assertThat(at.dualError(1)).isGreaterThan(0x1p-53 * Math.abs(at.dualValues(1)[0]));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void lossesAndSlopesAlongLinesAreThoseOfThePointsThere(DenseProblem problem) {
    Variable z = DrawnVariables.gaussian(problem.blocks(), 1);
    Variable direction = DrawnVariables.gaussian(problem.blocks(), 2);
    for (Evaluation at : bothKinds(problem, z)) {
      Line line = at.along(direction);
      for (Line.Point point : line.at(0, 0.3, -1.2)) {
        Evaluation there = program(problem).at(z.plus(point.t(), direction));
        assertThat(point.loss()).isCloseTo(there.loss(), within(1e-12 * (1 + there.loss())));
        double slope = product(there.gradient(), direction);
        assertThat(point.slope()).isCloseTo(slope, within(1e-11 * (1 + Math.abs(slope))));
        assertSame(line.moveTo(point.t()), there);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void combinationsAndOtherPrecisionsFindTheirOwnIntercept(DenseProblem problem) {
    Variable x = DrawnVariables.gaussian(problem.blocks(), 3);
    Variable y = DrawnVariables.gaussian(problem.blocks(), 4);
    Evaluation mixed = program(problem).at(Variable.combination(0.3, x, 0.7, y));
    List<Evaluation> ends = bothKinds(problem, y);
    for (Evaluation at : bothKinds(problem, x)) {
      Evaluation end = ends.get(0);
      assertSame(at.combined(0.3, end, 0.7), mixed);
      assertSame(at.toward(end).moveTo(0.7), mixed);
      assertThat(at.toward(end).point(0.7).loss()).isCloseTo(mixed.loss(), within(1e-11));
      Evaluation rounded = at.withPrecision(Precision.FLOAT32);
      assertThat(rounded.loss()).isEqualTo(at.loss());
      assertThat(rounded.intercept()).isEqualTo(at.intercept());
      assertThat(rounded.gradientError()).isGreaterThan(1e6 * at.gradientError());
      assertThat(rounded.gradient().block(0).left())
          .containsExactly(at.gradient().block(0).left(), within(1e-4))
          .isNotEqualTo(at.gradient().block(0).left());
    }
  }

  /** The conjugate is right where outputs are without the intercept, and too low where they are. */
  @Test
  void aLossIsTriedWhereTheInterceptTakesTheOutputs() {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(4, 1, 1, 2), 30, 6);
    double[] y = new double[60];
    Arrays.setAll(y, i -> 1000 + i % 7);
    RealTargets targets = new RealTargets(y, 1, 2);
    Loss sound = new SquaredLoss();
    Loss low =
        (Loss)
            Proxy.newProxyInstance(
                Loss.class.getClassLoader(),
                new Class<?>[] {Loss.class},
                (self, called, arguments) -> {
                  Object answer = called.invoke(sound, arguments);
                  boolean conjugate = called.getName().equals("conjugate");
                  return conjugate && Math.abs(((double[]) arguments[0])[0]) < 500
                      ? (Double) answer - 1
                      : answer;
                });
    for (Loss loss : List.of(sound, low)) {
      Evaluation at =
          program(new DenseProblem(problem.lift(), problem.phi(), targets, loss, 1))
              .at(Variable.zero(problem.blocks()));

      assertThat(at.lossViolation(1, new SplittableRandom(1)).isPresent()).isEqualTo(loss == low);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void programsWithoutOneHaveNone(DenseProblem problem) {
    LiftedProgram plain = problem.program(KERNEL, Workers.of(1));
    Evaluation at = plain.at(DrawnVariables.gaussian(problem.blocks(), 1));

    assertThat(plain.intercept()).isFalse();
    assertThat(program(problem).intercept()).isTrue();
    assertThat(at.intercept()).isEmpty();
    assertThat(plain.withIntercept().asksTheSameAs(plain)).isFalse();
    assertThat(plain.withBeta(2).withBeta(plain.beta()).asksTheSameAs(plain)).isTrue();
    assertThat(plain.withBeta(2).asksTheSameAs(plain)).isFalse();
    assertThat(program(problem).shards(3)).hasSize(1);
    ConvexProgram parts = new ChunkedProgram(plain.shards(2));
    assertThatThrownBy(() -> parts.at(at.variable()).lossAt(new double[3]))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static void assertSame(Evaluation found, Evaluation expected) {
    assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-11 * (1 + expected.loss())));
    double[] difference = differences(expected.intercept());
    assertThat(differences(found.intercept())).containsExactly(difference, within(1e-7));
    double[] v = expected.variable().block(0).right();
    int k = expected.variable().block(0).rank();
    assertClose(found.adjointTimes(0, v, k), expected.adjointTimes(0, v, k));
  }

  /** Softmax does not tell what is added to all outputs. */
  private static double[] differences(double... b) {
    return Arrays.stream(b).map(value -> value - b[0]).toArray();
  }

  private static void assertClose(double[] found, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1e-300;
    assertThat(found).containsExactly(expected, within(1e-8 * scale));
  }

  private static double product(Variable x, Variable y) {
    double sum = 0;
    for (int j = 0; j < x.blocks().size(); j++) {
      Factors a = x.block(j);
      Factors b = y.block(j);
      sum += Vectors.dot(a.left(), b.left());
      sum += Vectors.dot(a.right(), b.right());
    }
    return sum;
  }
}
