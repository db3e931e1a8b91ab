package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Variables of two components a block, drawn from a seed. */
final class DrawnVariables {
  private static final int RANK = 2;

  private DrawnVariables() {}

  /** Factors of normal numbers. */
  static Variable gaussian(List<Block> blocks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(blocks, length -> DoubleStream.generate(random::nextGaussian).limit(length));
  }

  /** Factors of numbers between -1 and 1. */
  static Variable uniform(List<Block> blocks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(blocks, length -> random.doubles(length, -1, 1));
  }

  private static Variable of(List<Block> blocks, Function<Long, DoubleStream> numbers) {
    return new Variable(blocks.stream().map(block -> factors(block, numbers)).toList());
  }

  private static Factors factors(Block block, Function<Long, DoubleStream> numbers) {
    double[] left = numbers.apply((long) RANK * block.rows()).toArray();
    double[] right = numbers.apply((long) RANK * block.columns()).toArray();
    return new Factors(block.rows(), block.columns(), RANK, left, right);
  }
}
