package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.LocalData.Activations;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.KnownOptima;
import io.github.convexheads.api.solver.KnownRelu;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds over all relu networks of programs whose optimum is known in closed form. */
class AllNetworksBoundTest {
  static List<KnownRelu> known() {
    return KnownRelu.all();
  }

  private static OptionalDouble bound(ConvexProgram program) {
    return Certifier.overAllNetworks(program, Variable.zero(program.blocks()), 50, () -> false);
  }

  @ParameterizedTest
  @MethodSource("known")
  void theBoundIsBelowTheOptimumAndAboveNothing(KnownRelu known) {
    double bound = bound(program(known, own -> own)).orElseThrow();

    assertThat(bound).isPositive().isLessThanOrEqualTo(known.primal() * (1 + 1e-12));
    assertThat(bound).isGreaterThan(0.05 * known.primal());
  }

  /** Above the bound of the dual norm the zero head is optimal, and its loss is the optimum. */
  @ParameterizedTest
  @MethodSource("known")
  void whereBetaIsLargeTheBoundIsTheLossOfZero(KnownRelu known) {
    ConvexProgram program = known.program(Kernels.best());
    double betaMax = Certifier.betaMax(program);
    double loss = program.at(Variable.zero(program.blocks())).loss();

    assertThat(bound(program(known, program.withBeta(10 * betaMax), own -> own)).orElseThrow())
        .isBetween(loss * (1 - 1e-9), loss);
    assertThat(bound(program(known, program.withBeta(0.99 * betaMax), own -> own)).orElseThrow())
        .isLessThan(loss);
  }

  @Test
  void nothingIsSaidOfProgramsWithoutActivations() {
    assertThat(bound(KnownOptima.ordinary().problem().program(Kernels.best(), Workers.of(1))))
        .isEmpty();
    assertThat(bound(program(KnownRelu.all().get(0), own -> null))).isEmpty();
  }

  /** Activations are believed where they give the program's own gradient. */
  @ParameterizedTest
  @MethodSource("known")
  void activationsThatGiveAnotherGradientAreNotBelieved(KnownRelu known) {
    assertThat(bound(program(known, own -> scaled(own, 1 + 1e-13)))).isPresent();
    for (double by : new double[] {0, 0.5, 1 - 1e-7, 1 + 1e-7, 2, -1, Double.NaN}) {
      assertThat(bound(program(known, own -> scaled(own, by)))).as("%s", by).isEmpty();
    }
  }

  /** What products of the gradient may be off by is added to the norm. */
  @ParameterizedTest
  @MethodSource("known")
  void theErrorOfTheGradientIsPartOfTheNorm(KnownRelu known) {
    ConvexProgram program = program(known, own -> own);
    Variable zero = Variable.zero(program.blocks());
    double size = Math.max(known.beta(), Certifier.betaMax(known.program(Kernels.best())));
    double none = bound(program).orElseThrow();

    double some = bound(withError(program, 2 * size)).orElseThrow();
    double more = bound(withError(program, 1e3 * size)).orElseThrow();

    assertThat(some).isLessThan(none).isGreaterThan(more);
    double least = DualScaling.below(program.at(zero), new double[] {1e3 * size}).value();
    assertThat(more).isLessThan(least).isPositive();
  }

  /** The program whose gradients have products that are off by so much. */
  private static ConvexProgram withError(ConvexProgram program, double error) {
    InvocationHandler asProgram =
        (self, method, arguments) -> {
          Object answer = method.invoke(program, arguments);
          if (!method.getName().equals("at")) {
            return method.getName().equals("withPrecision") ? self : answer;
          }
          InvocationHandler asEvaluation =
              (own, called, given) ->
                  called.getName().equals("gradientError")
                      ? (Object) error
                      : called.invoke(answer, given);
          return proxy(Evaluation.class, asEvaluation);
        };
    return proxy(ConvexProgram.class, asProgram);
  }

  private static Activations scaled(Activations own, double by) {
    double[] w = Arrays.stream(own.weights().toArray()).map(value -> by * value).toArray();
    return new Activations(own.map(), Matrix.of(w, own.weights().rows(), own.weights().columns()));
  }

  private static ConvexProgram program(KnownRelu known, UnaryOperator<Activations> change) {
    return program(known, known.program(Kernels.best()), change);
  }

  /** The program with its activations, one a sample, or with other ones, null for none. */
  private static ConvexProgram program(
      KnownRelu known, ConvexProgram program, UnaryOperator<Activations> change) {
    LocalData data = program.localData().orElseThrow();
    Matrix map = Matrix.of(known.features(), known.targets().length, known.columns());
    InvocationHandler asData =
        (self, method, arguments) -> {
          if (!method.getName().equals("activations")) {
            return method.invoke(data, arguments);
          }
          Matrix weights = Matrix.of((double[]) arguments[1], map.rows(), 1);
          return Optional.ofNullable(change.apply(new Activations(map, weights)));
        };
    InvocationHandler asProgram =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "withPrecision" -> self;
              case "localData" -> Optional.of(proxy(LocalData.class, asData));
              default -> method.invoke(program, arguments);
            };
    return proxy(ConvexProgram.class, asProgram);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
