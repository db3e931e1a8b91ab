package io.github.convexheads.bench.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutTest {
  /** Sixty samples of class 0, thirty of class 1, ten of class 2. */
  private static Targets labels() {
    return Targets.labels(
        IntStream.range(0, 100).map(i -> i < 60 ? 0 : i < 90 ? 1 : 2).toArray(), 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyClassIsHeldOutInTheSameShare(long seed) {
    HoldOut parts = HoldOut.of(labels(), 0.2, seed);

    assertThat(parts.heldOut()).hasSize(20);
    assertThat(parts.heldOut().stream().filter(i -> i < 60)).hasSize(12);
    assertThat(parts.heldOut().stream().filter(i -> i >= 90)).hasSize(2);
  }

  @Test
  void partsAreAllSamplesOnceAndDependOnTheSeedAlone() {
    HoldOut parts = HoldOut.of(labels(), 0.3, 7);
    List<Integer> all = new ArrayList<>(parts.training());
    all.addAll(parts.heldOut());

    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(HoldOut.of(labels(), 0.3, 7)).isEqualTo(parts);
    assertThat(HoldOut.of(labels(), 0.3, 8)).isNotEqualTo(parts);
    assertThat(parts.training()).isSorted();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void aShareThatIsNoneIsRefused(double share) {
    assertThatThrownBy(() -> HoldOut.of(labels(), share, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("between 0 and 1");
  }

  @Test
  void anEmptyPartIsRefused() {
    assertThatThrownBy(() -> HoldOut.of(Targets.labels(new int[] {0, 1}, 2), 0.1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("leaves 2 to fit and 0 to hold out");
  }
}
