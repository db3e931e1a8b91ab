package io.github.convexheads.api.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownOptimaTest {
  static List<KnownOptimum> closedForms() {
    return KnownOptima.all().stream()
        .filter(known -> known.problem().beta() > 0)
        .filter(known -> !known.name().contains("scale"))
        .toList();
  }

  /**
   * Closed forms and scaling arguments are themselves claims, so the slow reference checks them.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("closedForms")
  void everyStatedOptimumIsThatOfTheReference(KnownOptimum known) {
    ReferenceOptimum reference = ReferenceOptimum.of(known.problem(), 1e-8);

    assertThat(known.primal())
        .isBetween(
            reference.dual() - 1e-9 * Math.abs(known.primal()) - 1e-14,
            reference.primal() + 1e-9 * Math.abs(known.primal()) + 1e-14);
  }

  @Test
  void namesAreUnique() {
    List<KnownOptimum> all = KnownOptima.all();

    assertThat(all.stream().map(KnownOptimum::name).collect(Collectors.toSet())).hasSameSizeAs(all);
  }

  @Test
  void theReferenceShrinksASingleValueAsByHand() {
    DenseProblem problem =
        new DenseProblem(
            DenseLift.single(1, 1, 1, 1),
            new double[] {2},
            new io.github.convexheads.api.token.RealTargets(new double[] {3}, 1, 1),
            new io.github.convexheads.api.internal.loss.SquaredLoss(),
            1);

    ReferenceOptimum found = ReferenceOptimum.of(problem, 1e-12);

    // min 1/2 (2 z - 3)^2 + |z|: 2 (2 z - 3) + 1 = 0, z = 5/4.
    assertThat(found.z().get(0)[0]).isCloseTo(1.25, within(1e-6));
    assertThat(found.primal()).isCloseTo(0.125 + 1.25, within(1e-12));
  }
}
