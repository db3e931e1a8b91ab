package io.github.convexheads.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BlockChoiceTest {
  @Test
  void theFirstIsTriedEveryTimeAndAllOthersBeforeAnyTwice() {
    BlockChoice choice = new BlockChoice(10, new SplittableRandom(1));
    TreeSet<Integer> seen = new TreeSet<>();
    for (int round = 0; round < 3; round++) {
      int[] chosen = choice.next(4);
      assertThat(chosen).hasSize(4).doesNotHaveDuplicates().startsWith(0);
      Arrays.stream(chosen).forEach(seen::add);
    }
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void noMoreAreChosenThanThereAre() {
    BlockChoice choice = new BlockChoice(3, new SplittableRandom(2));
    for (int round = 0; round < 4; round++) {
      assertThat(choice.next(16)).containsExactlyInAnyOrder(0, 1, 2);
    }
    assertThat(new BlockChoice(1, new SplittableRandom(3)).next(4)).containsExactly(0);
  }

  @Test
  void oneAloneMayBeAnyOfThem() {
    BlockChoice choice = new BlockChoice(3, new SplittableRandom(4));
    TreeSet<Integer> seen = new TreeSet<>();
    for (int round = 0; round < 50; round++) {
      assertThat(choice.next(1)).hasSize(1);
      seen.add(choice.next(1)[0]);
    }
    assertThat(seen).containsExactly(0, 1, 2);
  }
}
