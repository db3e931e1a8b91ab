package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.Shiftable;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The intercept of a program in parts, which have none of their own, beside that of the whole. */
class InterceptOfPartsTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        DenseProblems.softmax(DenseLift.single(5, 3, 1, 3), 330, 3),
        DenseProblems.squared(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void partsFindTheInterceptOfTheWhole(DenseProblem problem) {
    Variable z = DrawnVariables.gaussian(problem.blocks(), 1);
    Evaluation whole = program(problem).withIntercept().at(z);
    List<Evaluation> parts = parts(problem, z);

    InterceptFit.Best best = search(problem).at(new Sum(shares(parts), shifted(parts)));

    assertThat(differences(best.intercept().values()))
        .containsExactly(differences(whole.intercept()), within(1e-9));
    assertThat(best.columns().loss()).isCloseTo(whole.loss(), within(1e-12));
    double[] v = new double[problem.blocks().get(0).columns()];
    Arrays.setAll(v, i -> 1 + i % 3);
    double[] product = new double[problem.blocks().get(0).rows()];
    for (Evaluation part : parts) {
      double[] own = settled(part, best.intercept()).adjointTimes(0, v, 1);
      Arrays.setAll(product, r -> product[r] + share(part, parts) * own[r]);
    }
    assertThat(product).containsExactly(whole.adjointTimes(0, v, 1), within(1e-11));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void partsMoveAlongLinesAsTheWhole(DenseProblem problem) {
    Variable z = DrawnVariables.gaussian(problem.blocks(), 1);
    Variable direction = DrawnVariables.gaussian(problem.blocks(), 2);
    Line.Point whole = program(problem).withIntercept().at(z).along(direction).point(0.7);
    List<Evaluation> parts = parts(problem, z);
    List<ShiftedOutputs> there =
        parts.stream().map(part -> ((Shiftable.Along) part.along(direction)).shifted(0.7)).toList();

    InterceptFit.Best best = search(problem).at(new Sum(shares(parts), there));

    assertThat(best.columns().loss()).isCloseTo(whole.loss(), within(1e-12));
    assertThat(best.columns().slope()).isCloseTo(whole.slope(), within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void boundsOfPartsNeedWhatTheColumnsOfAllSumTo(DenseProblem problem) {
    List<Evaluation> parts = parts(problem, DrawnVariables.gaussian(problem.blocks(), 1));
    Sum all = new Sum(shares(parts), shifted(parts));
    Intercept none = Intercept.of(new double[problem.targets().outputs()]);
    Intercept best = search(problem).at(all).intercept();

    double balanced = gradientError(parts, best.leaving(all.at(best), 1e-13));
    double unbalanced = gradientError(parts, none.leaving(all.at(none), 1e-13));

    assertThat(gradientError(parts, best)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(balanced).isPositive();
    assertThat(unbalanced).isGreaterThan(1e3 * balanced).isLessThan(Double.POSITIVE_INFINITY);
  }

  /** Softmax does not tell what is added to all outputs. */
  private static double[] differences(double... b) {
    return Arrays.stream(b).map(value -> value - b[0]).toArray();
  }

  private static Evaluation settled(Evaluation part, Intercept b) {
    return (Evaluation) ((Shiftable<?>) part).settled(b);
  }

  private static double gradientError(List<Evaluation> parts, Intercept b) {
    return parts.stream()
        .mapToDouble(part -> share(part, parts) * settled(part, b).gradientError())
        .sum();
  }

  /** Parts of the outputs as a program on other machines adds them up. */
  private record Sum(List<Double> shares, List<ShiftedOutputs> parts) implements ShiftedOutputs {
    @Override
    public double[] sums() {
      return added(i -> 1, ShiftedOutputs::sums);
    }

    @Override
    public Columns at(Intercept b) {
      double[] numbers =
          added(shares::get, part -> new double[] {part.at(b).loss(), part.at(b).slope()});
      return new Columns(
          numbers[0],
          numbers[1],
          added(shares::get, part -> part.at(b).sums()),
          added(shares::get, part -> part.at(b).sizes()));
    }

    @Override
    public double[] hessian(double... b) {
      return added(shares::get, part -> part.hessian(b));
    }

    private double[] added(IntToDoubleFunction weight, Function<ShiftedOutputs, double[]> of) {
      double[] sum = new double[of.apply(parts.get(0)).length];
      for (int i = 0; i < parts.size(); i++) {
        double[] own = of.apply(parts.get(i));
        for (int p = 0; p < sum.length; p++) {
          sum[p] += weight.applyAsDouble(i) * own[p];
        }
      }
      return sum;
    }
  }

  private static List<ShiftedOutputs> shifted(List<Evaluation> parts) {
    return parts.stream().map(part -> ((Shiftable<?>) part).shifted()).toList();
  }

  private static List<Double> shares(List<Evaluation> parts) {
    return parts.stream().map(part -> share(part, parts)).toList();
  }

  private static double share(Evaluation part, List<Evaluation> parts) {
    double all = parts.stream().mapToLong(other -> other.program().size().samples()).sum();
    return part.program().size().samples() / all;
  }

  private static InterceptFit search(DenseProblem problem) {
    LiftedProgram program = program(problem);
    ConvexProgram.Size n = program.size();
    double curvature = program.loss().curvature() * n.positions();
    var size = new InterceptFit.Size(n.rows(), n.outputs(), curvature);
    return new InterceptFit(size, KERNEL, InterceptFit.Found.NONE);
  }

  private static List<Evaluation> parts(DenseProblem problem, Variable z) {
    return program(problem).shards(3).stream().map(part -> part.at(z)).toList();
  }

  private static LiftedProgram program(DenseProblem problem) {
    DenseLift lift = problem.lift();
    Tokens tokens =
        Tokens.of(
            problem.phi(), problem.targets().samples(), lift.positions(), lift.shape().features());
    return LiftedProgram.of(lift, tokens, problem.targets(), problem.loss(), KERNEL, Workers.of(1))
        .withBeta(problem.beta());
  }
}
