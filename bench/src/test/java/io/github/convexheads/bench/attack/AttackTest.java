package io.github.convexheads.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A few hundred trials in every build; {@code bench/attack N} runs as many as one likes. */
class AttackTest {
  private static final long TRIALS = Long.getLong("attack.trials", 240);

  @Test
  void noClaimIsRefutedByExactArithmetic() {
    Attack attack = new Attack().run(0, TRIALS);

    assertThat(attack.refuted()).isEmpty();
    assertThat(attack.total(Outcome.CLAIMED)).isGreaterThan(TRIALS / 8);
    assertThat(attack.total(Outcome.WITHHELD)).isGreaterThan(TRIALS / 8);
  }
}
