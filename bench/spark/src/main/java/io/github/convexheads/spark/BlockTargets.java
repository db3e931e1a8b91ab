package io.github.convexheads.spark;

import io.github.convexheads.api.token.Targets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;

/** The targets of every block, of which executors fetch those of the partitions that they have. */
final class BlockTargets implements Serializable {
  private static final long serialVersionUID = 1;

  /** No targets, where only outputs are asked for. */
  static final BlockTargets NONE = new BlockTargets(null, List.of());

  private final BlockLayout layout;
  private final ArrayList<Broadcast<Map<Integer, TargetData>>> partitions;

  private BlockTargets(BlockLayout layout, List<Broadcast<Map<Integer, TargetData>>> partitions) {
    this.layout = layout;
    this.partitions = new ArrayList<>(partitions);
  }

  static BlockTargets of(Blocks blocks, Targets all) {
    BlockLayout layout = blocks.layout();
    List<Map<Integer, TargetData>> parts = new ArrayList<>();
    IntStream.range(0, layout.partitions()).forEach(p -> parts.add(new HashMap<>()));
    for (int b = 0; b < layout.blocks(); b++) {
      int[] own = IntStream.range(layout.from(b), layout.to(b)).toArray();
      if (own.length > 0) {
        parts.get(layout.partition(b)).put(b, TargetData.of(all.select(own)));
      }
    }
    return new BlockTargets(
        layout, parts.stream().map(part -> blocks.context().broadcast(part)).toList());
  }

  /** The targets of a block. */
  Targets of(TokenBlock block) {
    return partitions.get(layout.partition(block.index())).value().get(block.index()).rebuilt();
  }
}
