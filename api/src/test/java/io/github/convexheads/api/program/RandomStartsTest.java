package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomStartsTest {
  @Test
  void probabilitiesOfAllBoundsAreAdded() {
    RandomStarts starts = RandomStarts.fresh();
    assertThat(starts.failureProbability()).isZero();

    starts.next(0.25);
    starts.next(0);
    starts.next(0.125);

    assertThat(starts.failureProbability()).isEqualTo(0.375);
  }

  @Test
  void aSeedRepeatsAllStartsAndNoTwoAreAlike() {
    RandomStarts first = RandomStarts.fresh();
    RandomStarts second = RandomStarts.repeating(first.seed());
    RandomStarts third = RandomStarts.configured(first.seed());

    long one = first.next(0).nextLong();
    long two = first.next(0).nextLong();

    assertThat(one).isNotEqualTo(two);
    assertThat(second.next(0).nextLong()).isEqualTo(one);
    assertThat(second.next(0).nextLong()).isEqualTo(two);
    assertThat(third.next(0).nextLong()).isEqualTo(one);
  }

  @Test
  void nobodyKnowsAFreshSeedAndJsonKeepsIt() {
    long one = RandomStarts.fresh().seed();
    long other = RandomStarts.configured(-1).seed();

    assertThat(one).isNotEqualTo(other).isBetween(0L, RandomStarts.LARGEST_SEED);
    assertThat((long) (double) one).isEqualTo(one);
  }
}
