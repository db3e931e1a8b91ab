package io.github.convexheads.bench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Indices of agreement against values computed by hand. */
class PartitionTest {
  @Test
  void namesOfGroupsDoNotMatter() {
    assertThat(Partition.adjustedRand(new int[] {0, 0, 1, 1}, new int[] {1, 1, 0, 0})).isOne();
    assertThat(Partition.information(new int[] {0, 0, 1, 1}, new int[] {1, 1, 0, 0}))
        .isCloseTo(1, within(1e-12));
  }

  /** Pairs together in both 0, in each 2 of 6: (0 - 2/3) / (2 - 2/3) = -1/2; independent: I = 0. */
  @Test
  void independentGroupsShareNothing() {
    int[] a = {0, 0, 1, 1};
    int[] b = {0, 1, 0, 1};

    assertThat(Partition.adjustedRand(a, b)).isCloseTo(-0.5, within(1e-12));
    assertThat(Partition.information(a, b)).isCloseTo(0, within(1e-12));
  }

  /** Pairs together in both 1, in a 2, in b 1, expected 1/3: (1 - 1/3) / (3/2 - 1/3) = 4/7. */
  @Test
  void aFinerPartitionAgreesInPart() {
    int[] a = {0, 0, 1, 1};
    int[] b = {0, 0, 1, 2};

    assertThat(Partition.adjustedRand(a, b)).isCloseTo(4.0 / 7, within(1e-12));
    // I = ln 2, H(a) = ln 2, H(b) = 3/2 ln 2
    assertThat(Partition.information(a, b)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void twoGroupsOfTokensAreFoundWhateverTheirOrder() {
    double[] values = {5, 5, 0, 0.1, 5.1, 5, 0.1, 0};

    assertThat(Partition.adjustedRand(TokenGroups.two(values, 4), new int[] {0, 1, 0, 1})).isOne();
    assertThat(TokenGroups.two(new double[8], 4)).containsOnly(0);
  }
}
