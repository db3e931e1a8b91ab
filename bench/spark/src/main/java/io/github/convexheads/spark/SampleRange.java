package io.github.convexheads.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Cuts a range of samples out of blocks.
 *
 * @param from the first sample
 * @param to one past the last
 */
record SampleRange(int from, int to) implements FlatMapFunction<TokenBlock, TokenBlock> {
  @Override
  public Iterator<TokenBlock> call(TokenBlock block) {
    int first = (int) block.first();
    int begin = Math.max(0, from - first);
    int end = Math.min(block.samples(), to - first);
    return begin < end
        ? List.of(block.part(begin, end)).iterator()
        : Collections.<TokenBlock>emptyIterator();
  }
}
