package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads blocks out of files that follow one another, on executors. */
final class ShardReader implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<NpyShard> shards;
  private final int samples;
  private final int rows;
  private final boolean featuresFirst;
  private final int dropped;

  ShardReader(List<NpyShard> shards, int samples, int rows, boolean featuresFirst, int dropped) {
    this.shards = new ArrayList<>(shards);
    this.samples = samples;
    this.rows = rows;
    this.featuresFirst = featuresFirst;
    this.dropped = dropped;
  }

  /** Reads the samples of a block, which may begin in one file and end in another. */
  TokenBlock block(int index, Configuration hadoop) {
    long from = (long) index * rows;
    int count = (int) Math.min(rows, samples - from);
    RealArray values = null;
    TokenShape shape = null;
    long first = 0;
    for (NpyShard shard : shards) {
      long begin = Math.max(from, first);
      long end = Math.min(from + count, first + shard.rows());
      if (begin < end) {
        int part = (int) (end - begin);
        Tokens read = shard.read(begin - first, part, hadoop, featuresFirst, dropped);
        if (values == null) {
          shape = read.shape();
          values = RealArray.allocate(read.precision(), count, shape.size());
        }
        read.read(0, part, values, (int) (begin - from) * shape.size());
      }
      first += shard.rows();
    }
    return new TokenBlock(index, from, values, count, shape, null);
  }
}
