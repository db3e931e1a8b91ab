package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Fetches some samples in one job.
 *
 * @param sorted their numbers, ascending
 */
record SampleSelection(int[] sorted) implements FlatMapFunction<TokenBlock, TokenBlock> {

  /** Fetches samples in the order they are asked for. */
  static Tokens fetched(Blocks blocks, int[] samples, TokenShape shape, Precision precision) {
    blocks.rdd().context().setJobDescription("a selection of " + samples.length + " samples");
    int[] sorted = Arrays.stream(samples).sorted().distinct().toArray();
    Map<Long, TokenBlock> found = new HashMap<>();
    blocks
        .rdd()
        .flatMap(new SampleSelection(sorted))
        .collect()
        .forEach(sample -> found.put(sample.first(), sample));
    RealArray values = RealArray.allocate(precision, samples.length, shape.size());
    for (int i = 0; i < samples.length; i++) {
      found.get((long) samples[i]).copy(values, i * shape.size());
    }
    return Tokens.of(values, samples.length, shape);
  }

  @Override
  public Iterator<TokenBlock> call(TokenBlock block) {
    int at = Arrays.binarySearch(sorted, (int) block.first());
    List<TokenBlock> found = new ArrayList<>();
    long end = block.first() + block.samples();
    for (int i = at < 0 ? -at - 1 : at; i < sorted.length && sorted[i] < end; i++) {
      int own = (int) (sorted[i] - block.first());
      found.add(block.part(own, own + 1));
    }
    return found.isEmpty() ? Collections.emptyIterator() : found.iterator();
  }
}
