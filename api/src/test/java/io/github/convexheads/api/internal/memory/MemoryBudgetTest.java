package io.github.convexheads.api.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  @Test
  void whatAFitHoldsAtOnceFitsIntoTheHeap() {
    MemoryBudget budget = new MemoryBudget(1e9);
    for (long raw = 0; raw <= (long) budget.rawTokens(); raw += 10_000_000) {
      long held = (long) Math.max(0, Math.min((double) raw, budget.preprocessedTokens(raw)));
      double lasting = raw + held + budget.projections(Math.max(raw, held)) + budget.vectors();

      assertThat(lasting).isLessThanOrEqualTo(0.94 * budget.bytes());
    }
  }

  @Test
  void partsThatRunSideBySideHoldTogetherWhatOneWould() {
    MemoryBudget budget = new MemoryBudget(8e8);

    assertThat(8 * budget.divided(8).features()).isEqualTo(budget.features());
    assertThat(8 * budget.divided(8).projections(0)).isEqualTo(budget.projections(0));
  }

  @Test
  void theWholeIsNoMoreThanTheHeap() {
    assertThat(MemoryBudget.whole().bytes())
        .isPositive()
        .isLessThanOrEqualTo((double) Runtime.getRuntime().maxMemory());
  }
}
