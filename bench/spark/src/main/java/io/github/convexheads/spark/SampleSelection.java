package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Takes some samples out of blocks. They stay in their order and in their blocks, and are numbered
 * among themselves.
 *
 * @param ascending their numbers
 */
record SampleSelection(Broadcast<int[]> ascending)
    implements FlatMapFunction<TokenBlock, TokenBlock> {

  static boolean ascends(int... samples) {
    return IntStream.range(1, samples.length).allMatch(i -> samples[i - 1] < samples[i]);
  }

  /** Fetches samples in the order they are asked for, in one job. */
  static Tokens fetched(Blocks blocks, int[] samples, TokenShape shape, Precision precision) {
    blocks.rdd().context().setJobDescription("a selection of " + samples.length + " samples");
    int[] sorted = Arrays.stream(samples).sorted().distinct().toArray();
    SampleSelection selection = new SampleSelection(blocks.context().broadcast(sorted));
    RealArray found = RealArray.allocate(precision, sorted.length, shape.size());
    Failures.named(() -> Jobs.results(blocks.rdd(), selection::of)).stream()
        .flatMap(List::stream)
        .forEach(part -> part.copy(found, (int) part.first() * shape.size()));
    RealArray values = RealArray.allocate(precision, samples.length, shape.size());
    Map<Integer, Integer> places = new HashMap<>();
    IntStream.range(0, sorted.length).forEach(i -> places.put(sorted[i], i));
    for (int i = 0; i < samples.length; i++) {
      int from = places.get(samples[i]) * shape.size();
      values.copyFrom(found, from, i * shape.size(), shape.size());
    }
    return Tokens.of(values, samples.length, shape);
  }

  @Override
  public Iterator<TokenBlock> call(TokenBlock block) {
    return of(block).iterator();
  }

  private List<TokenBlock> of(TokenBlock block) {
    int[] all = ascending.value();
    int first = (int) block.first();
    int begin = place(all, first);
    int end = place(all, first + block.samples());
    if (begin == end) {
      return List.of();
    }
    int[] own = IntStream.range(begin, end).map(i -> all[i] - first).toArray();
    return List.of(block.selected(begin, own));
  }

  private static int place(int[] all, int sample) {
    int at = Arrays.binarySearch(all, sample);
    return at < 0 ? -at - 1 : at;
  }
}
