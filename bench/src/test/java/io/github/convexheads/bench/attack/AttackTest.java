package io.github.convexheads.bench.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few hundred trials in every build; {@code bench/attack N} runs as many as one likes. */
class AttackTest {
  private static final long TRIALS = Long.getLong("attack.trials", 240);

  @Test
  void noClaimIsRefutedByExactArithmetic() {
    Attack attack = new Attack(Kind.values()).run(0, TRIALS);

    assertThat(attack.refuted()).isEmpty();
    assertThat(attack.defects()).isEmpty();
    assertThat(attack.total(Outcome.CLAIMED)).isGreaterThan(TRIALS / 8);
    assertThat(attack.total(Outcome.WITHHELD)).isGreaterThan(TRIALS / 8);
  }

  /** Trials that once ended otherwise. */
  @ParameterizedTest
  @CsvSource({
    "NETWORK, 1033903",
    "NETWORK, 1048363",
    "NETWORK, 1050133",
    "NETWORK, 1050643",
    "NETWORK, 1053763",
    "NETWORK, 1053868",
    "NETWORK, 1053973",
    "NETWORK, 1060198",
    "NETWORK, 1060333",
    "HEAD, 1046620",
    "SCALED_FIT, 1042261",
    "SCALED_FIT, 1048696",
    "SCALED_FIT, 1066861",
    "SCALED_FIT, 1067131",
    "SCALED_FIT, 20067440",
    "SCALED_FIT, 20104984",
    "SCALED_FIT, 20115814",
    "SCALED_FIT, 20121381",
    "SCALED_FIT, 20142984",
    "SCALED_FIT, 20143155",
    "SCALED_FIT, 20156398",
    "ALL_NETWORKS, 20300089",
    "ALL_NETWORKS, 20300140",
    "ALL_NETWORKS, 20300178",
    "WEIGHTED_FIT, 1000054",
    "WEIGHTED_FIT, 20117242",
    "WEIGHTED_FIT, 20154045"
  })
  void whatWasFoundStaysMended(Kind kind, long seed) {
    assertThat(Trials.of(kind, seed))
        .isIn(
            kind.sound()
                ? List.of(Outcome.CLAIMED, Outcome.WITHHELD)
                : List.of(Outcome.WITHHELD, Outcome.ACCUSED));
  }
}
