package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that are right for most sizes, and for matrices as most are stored. */
class KernelTrialTest {
  private final KernelRoutines sound = new JavaKernelProvider().create();

  /** What is wrong for some sizes, or for some ways in which matrices are stored, only. */
  static Stream<Arguments> wrongSomewhere() {
    return Stream.of(
        arguments("that is added", (Predicate<Object[]>) call -> (boolean) call[12]),
        arguments("that is added", (Predicate<Object[]>) call -> (double) call[5] != 1),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[2] == 1),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[3] == 1),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[4] > 256),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[2] > 64),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[3] > 64),
        arguments(
            "transposed", (Predicate<Object[]>) call -> (boolean) call[0] && !(boolean) call[1]),
        arguments(
            "transposed", (Predicate<Object[]>) call -> !(boolean) call[0] && (boolean) call[1]),
        arguments(
            "a product",
            (Predicate<Object[]>) call -> (int) call[8] > (int) call[(boolean) call[0] ? 2 : 4]),
        arguments("a product", (Predicate<Object[]>) call -> (int) call[15] > (int) call[3]));
  }

  @ParameterizedTest
  @MethodSource("wrongSomewhere")
  void aKernelThatIsWrongSomewhereIsPassedOver(String what, Predicate<Object[]> where) {
    KernelRoutines wrong =
        changed(
            call -> {
              if (call.length == 16 && call[13] instanceof double[] && where.test(call)) {
                call[5] = (double) call[5] * (1 + 1e-12);
              }
            },
            UnaryOperator.identity());

    assertPassedOver(wrong, what);
  }

  @Test
  void decompositionsThatAreWrongForSomeSizesArePassedOver() {
    assertPassedOver(changed(call -> {}, answer -> rough(answer, 30, 100)), "of order 40");
    assertPassedOver(changed(call -> {}, answer -> rough(answer, 0, 6)), "of order 1");
    assertPassedOver(
        changed(
            call -> {},
            answer ->
                answer instanceof Svd found && found.columns() > found.rows()
                    ? new Svd(
                        found.rows(), found.columns(), found.u(), off(found.values()), found.v())
                    : answer),
        "a singular value decomposition of");
    assertPassedOver(
        changed(
            call -> {},
            answer ->
                answer instanceof Svd found
                    ? new Svd(
                        found.rows(), found.columns(), found.u(), cut(found.values()), found.v())
                    : answer),
        "a singular value decomposition of");
  }

  private static Object rough(Object answer, int from, int to) {
    return answer instanceof SymmetricEigen found && found.order() > from && found.order() < to
        ? new SymmetricEigen(found.order(), off(found.values()), found.vectors())
        : answer;
  }

  private static double[] off(double[] values) {
    double[] off = values.clone();
    off[0] *= 1 - 1e-12;
    return off;
  }

  /** Small values are dropped, as where an iteration stops too early. */
  private static double[] cut(double[] values) {
    return Arrays.stream(values).map(value -> value < 1e-4 * values[0] ? 0 : value).toArray();
  }

  private KernelRoutines changed(Consumer<Object[]> before, UnaryOperator<Object> after) {
    return (KernelRoutines)
        Proxy.newProxyInstance(
            KernelRoutines.class.getClassLoader(),
            new Class<?>[] {KernelRoutines.class},
            (self, method, arguments) -> {
              if (arguments != null) {
                before.accept(arguments);
              }
              return after.apply(method.invoke(sound, arguments));
            });
  }

  private void assertPassedOver(KernelRoutines wrong, String what) {
    Kernels.Choice choice =
        Kernels.of(
                List.of(
                    StubProvider.working("wrong", 2, wrong),
                    StubProvider.working("sound", 1, sound)))
            .choose();
    assertThat(choice.kernel().routines()).isSameAs(sound);
    assertThat(choice.skipped())
        .singleElement()
        .asString()
        .startsWith("wrong: ")
        .contains(what, "where double precision is within");
  }
}
