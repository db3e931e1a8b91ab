package io.github.convexheads.api.internal.network;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Chooses some of many blocks again and again: the first every time, and the others in a random
 * order, none twice before all had their turn.
 */
final class BlockChoice {
  private final RandomGenerator random;
  private final int[] others;
  private int next;

  /** Chooses among 0 to {@code count} - 1. */
  BlockChoice(int count, RandomGenerator random) {
    this.random = random;
    this.others = IntStream.range(1, count).toArray();
    for (int i = others.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = others[i];
      others[i] = others[j];
      others[j] = swapped;
    }
  }

  /** Returns the first and the next others, at most so many in all; any where it is one alone. */
  int[] next(int most) {
    if (most == 1) {
      return new int[] {random.nextInt(others.length + 1)};
    }
    int[] chosen = new int[1 + Math.min(most - 1, others.length)];
    for (int i = 1; i < chosen.length; i++) {
      chosen[i] = others[next];
      next = (next + 1) % others.length;
    }
    return chosen;
  }
}
