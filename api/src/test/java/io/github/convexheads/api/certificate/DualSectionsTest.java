package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.program.Evaluation;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that ask for many dual values at once, on curves of known maximum. */
class DualSectionsTest {
  private int passes;

  @ParameterizedTest
  @ValueSource(doubles = {0.013, 0.7, 1, 1.9, 40, 3000})
  void theMaximumIsFoundInAFewPasses(double top) {
    DualSections search = new DualSections(of(t -> quartic(t / top - 1)));

    DualScaling found = search.best(DualScaling.LARGEST);

    assertThat(found.theta()).isCloseTo(top, within(1e-6 * top));
    assertThat(found.value()).isCloseTo(1, within(1e-12));
    assertThat(passes).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 1.7})
  void aMaximumBesideAWallIsFound(double wall) {
    DualSections search = new DualSections(of(t -> t > wall ? Double.NEGATIVE_INFINITY : t));

    assertThat(search.best(DualScaling.LARGEST).theta()).isCloseTo(wall, within(1e-6 * wall));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.1, 0.75, 0.999999})
  void theSmallestThetaThatReachesATargetIsFound(double target) {
    DualSections search = new DualSections(of(t -> 1 - (1 - t) * (1 - t)));

    double found = search.reaching(target, new DualScaling(1, 1));

    double root = target / (1 + Math.sqrt(1 - target));
    assertThat(found).isCloseTo(root, within(1e-8 * root));
    assertThat(1 - (1 - found) * (1 - found)).isGreaterThanOrEqualTo(target);
    assertThat(passes).isLessThanOrEqualTo(10);
  }

  /** Has its maximum, 1, at 0, and bends more the further it is from there. */
  private static double quartic(double u) {
    return 1 - u * u - u * u * u / 8 - u * u * u * u / 4;
  }

  /** Counts how often it is asked. */
  private Evaluation of(DoubleUnaryOperator dual) {
    return (Evaluation)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Evaluation.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("dualValues");
              passes++;
              return Arrays.stream((double[]) arguments[0]).map(dual).toArray();
            });
  }
}
