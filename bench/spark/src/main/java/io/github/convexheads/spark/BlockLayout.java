package io.github.convexheads.spark;

import io.github.convexheads.api.token.TokenShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How samples are cut into blocks and blocks lie in partitions. Blocks follow from the number and
 * shape of samples, or from what is asked for; partitions from the cluster, and no result depends
 * on them.
 */
final class BlockLayout implements Serializable {
  private static final long serialVersionUID = 1;

  /** Blocks that there are at least where each has enough to do, so that executors share them. */
  private static final long LEAST_BLOCKS = 16;

  /** Values of a block that is worth a task. */
  private static final long LEAST_VALUES = 1 << 18;

  /** Values of the largest block, 128 MiB in single precision. */
  private static final long MOST_VALUES = 1 << 25;

  /** Partitions for every core. */
  private static final int PER_CORE = 2;

  private final int[] firsts;
  private final int partitions;

  /** The first sample of every block, and n at the end. */
  private BlockLayout(int[] firsts, int partitions) {
    this.firsts = firsts;
    this.partitions = partitions;
  }

  static BlockLayout of(int samples, TokenShape shape, int rows) {
    int chosen = Math.min(samples, rows > 0 ? rows : rows(samples, shape.size()));
    int blocks = (int) (((long) samples + chosen - 1) / chosen);
    int[] firsts =
        IntStream.rangeClosed(0, blocks)
            .map(b -> (int) Math.min(samples, (long) b * chosen))
            .toArray();
    return new BlockLayout(firsts, 1);
  }

  private static int rows(int samples, long size) {
    double values = (double) samples * size;
    double sharing = Math.min(LEAST_BLOCKS, Math.ceil(values / LEAST_VALUES));
    double blocks = Math.max(sharing, Math.ceil(values / MOST_VALUES));
    return (int) Math.max(1, Math.ceil(samples / blocks));
  }

  BlockLayout withPartitions(int count) {
    return new BlockLayout(firsts, count);
  }

  /**
   * The layout of some samples, which stay in their blocks; a block may have none of them.
   *
   * @param ascending their numbers
   */
  BlockLayout selecting(int... ascending) {
    int[] own = new int[firsts.length];
    for (int b = 0; b < own.length; b++) {
      int at = Arrays.binarySearch(ascending, firsts[b]);
      own[b] = at < 0 ? -at - 1 : at;
    }
    return new BlockLayout(own, partitions);
  }

  int samples() {
    return firsts[blocks()];
  }

  int blocks() {
    return firsts.length - 1;
  }

  /** Samples of the largest block. */
  int rows() {
    return IntStream.range(0, blocks()).map(b -> to(b) - from(b)).max().orElse(0);
  }

  int partitions() {
    return partitions;
  }

  /** Partitions that suit a number of cores. */
  int partitions(int cores) {
    return Math.max(1, Math.min(blocks(), PER_CORE * cores));
  }

  int from(int block) {
    return firsts[block];
  }

  int to(int block) {
    return firsts[block + 1];
  }

  /** The block that holds a sample. */
  int block(int sample) {
    int at = Arrays.binarySearch(firsts, sample + 1);
    int past = at < 0 ? -at - 1 : at;
    // Of blocks that begin at one sample all but the last are empty.
    while (past > 0 && firsts[past - 1] > sample) {
      past--;
    }
    return past - 1;
  }

  /** The partition of a block; consecutive blocks lie together as evenly as they can. */
  int partition(int block) {
    return (int) ((((long) block + 1) * partitions - 1) / blocks());
  }

  /** The partitions that hold a range of samples. */
  int[] partitionsOf(int from, int to) {
    return IntStream.rangeClosed(partition(block(from)), partition(block(to - 1))).toArray();
  }
}
