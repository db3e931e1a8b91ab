package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * NPY files one after another. Sample i of all is a row of one file, wherever blocks begin and end;
 * every executor reads the ranges of its own blocks, again where a block is lost.
 */
final class NpyShards {
  private NpyShards() {}

  /** Finds the files, reads the shape from the first sample, and gives the rest to executors. */
  static SparkTokens read(JavaSparkContext context, Engine.TokenFiles files, int rows) {
    if (files.array().isPresent()) {
      throw new InvalidInputException("NPY files hold one array; leave out --tokens-name");
    }
    Configuration hadoop = context.hadoopConfiguration();
    List<NpyShard> shards =
        FilePatterns.found(files.names(), hadoop).stream()
            .map(file -> NpyShard.open(requireFile(file).getPath(), hadoop))
            .toList();
    long samples = shards.stream().mapToLong(NpyShard::rows).sum();
    if (samples > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "%s samples; at most %s are possible".formatted(samples, Integer.MAX_VALUE));
    }
    Tokens first = requireOneShape(shards, hadoop, files);
    BlockLayout layout = BlockLayout.of((int) samples, first.shape(), rows);
    int slices = layout.partitions(context.defaultParallelism());
    ShardReader reader =
        new ShardReader(
            shards, layout.samples(), layout.rows(), files.featuresFirst(), files.dropped());
    Broadcast<ShardReader> sent = context.broadcast(reader);
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(hadoop));
    List<Integer> blocks = IntStream.range(0, layout.blocks()).boxed().toList();
    return new SparkTokens(
        context
            .parallelize(blocks, slices)
            .map(block -> sent.value().block(block, configuration.value().value())),
        layout.withPartitions(slices),
        first.shape(),
        first.precision(),
        null);
  }

  private static FileStatus requireFile(FileStatus file) {
    if (file.isDirectory()) {
      throw new InvalidInputException(
          "%1$s is a folder; name the files in it, as '%1$s/*.npy' or '%1$s/*.parquet', or call a folder of Parquet files NAME.parquet"
              .formatted(file.getPath()));
    }
    return file;
  }

  /** Reads the first sample of every file. */
  private static Tokens requireOneShape(
      List<NpyShard> shards, Configuration hadoop, Engine.TokenFiles files) {
    Tokens first = null;
    for (NpyShard shard : shards) {
      Tokens one = shard.read(0, 1, hadoop, files.featuresFirst(), files.dropped());
      if (first != null && !first.shape().equals(one.shape())) {
        throw new InvalidInputException(
            "%s has samples of %s tokens x %s features, but %s of %s x %s; all must have the same"
                .formatted(
                    shard.name(),
                    one.shape().tokens(),
                    one.shape().features(),
                    shards.get(0).name(),
                    first.shape().tokens(),
                    first.shape().features()));
      }
      if (first != null && first.precision() != one.precision()) {
        throw new InvalidInputException(
            "%s and %s hold values of different precision"
                .formatted(shards.get(0).name(), shard.name()));
      }
      first = first == null ? one : first;
    }
    return first;
  }
}
