package io.github.convexheads.spark;

import io.github.convexheads.api.token.TokenShape;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * How samples are cut into blocks and blocks lie in partitions. Blocks follow from the number and
 * shape of samples, or from what is asked for; partitions from the cluster, and no result depends
 * on them.
 *
 * @param samples n
 * @param rows samples of a block, all but the last
 * @param partitions how many partitions there are
 */
record BlockLayout(int samples, int rows, int partitions) implements Serializable {
  /** Blocks that there are at least where each has enough to do, so that executors share them. */
  private static final long LEAST_BLOCKS = 16;

  /** Values of a block that is worth a task. */
  private static final long LEAST_VALUES = 1 << 18;

  /** Values of the largest block, 128 MiB in single precision. */
  private static final long MOST_VALUES = 1 << 25;

  /** Partitions for every core. */
  private static final int PER_CORE = 2;

  static BlockLayout of(int samples, TokenShape shape, int rows) {
    int chosen = Math.min(samples, rows > 0 ? rows : rows(samples, shape.size()));
    return new BlockLayout(samples, chosen, 1);
  }

  private static int rows(int samples, long size) {
    double values = (double) samples * size;
    double sharing = Math.min(LEAST_BLOCKS, Math.ceil(values / LEAST_VALUES));
    double blocks = Math.max(sharing, Math.ceil(values / MOST_VALUES));
    return (int) Math.max(1, Math.ceil(samples / blocks));
  }

  BlockLayout withPartitions(int count) {
    return new BlockLayout(samples, rows, count);
  }

  int blocks() {
    return (samples + rows - 1) / rows;
  }

  /** Partitions that suit a number of cores. */
  int partitions(int cores) {
    return Math.max(1, Math.min(blocks(), PER_CORE * cores));
  }

  int from(int block) {
    return block * rows;
  }

  int to(int block) {
    return (int) Math.min(samples, (long) from(block) + rows);
  }

  /** The partition of a block; consecutive blocks lie together as evenly as they can. */
  int partition(int block) {
    return (int) ((((long) block + 1) * partitions - 1) / blocks());
  }

  /** The partitions that hold a range of samples. */
  int[] partitionsOf(int from, int to) {
    return IntStream.rangeClosed(partition(from / rows), partition((to - 1) / rows)).toArray();
  }
}
