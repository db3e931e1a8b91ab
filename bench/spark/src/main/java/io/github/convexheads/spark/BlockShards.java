package io.github.convexheads.spark;

import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.ProgramParts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The blocks that have samples, as shards. What is sent to a block goes with the task that works on
 * it, to one executor; what work keeps there lies beside the block.
 *
 * @param blocks the blocks
 * @param recipe their programs
 * @param parts what the program is made of
 * @param precision the precision of the program
 */
record BlockShards(
    Blocks blocks, Broadcast<ProgramRecipe> recipe, ProgramParts parts, Precision precision)
    implements LocalData.Shards {

  private int[] numbers() {
    BlockLayout layout = blocks.layout();
    return IntStream.range(0, layout.blocks()).filter(b -> layout.from(b) < layout.to(b)).toArray();
  }

  @Override
  public int count() {
    return numbers().length;
  }

  @Override
  public long rows() {
    Lift lift = parts.lift();
    return (long) blocks.layout().rows() * lift.pooling().positions(lift.shape().tokens());
  }

  @Override
  public OptionalLong bytesElsewhere() {
    return OptionalLong.of(ExecutorMemory.of(blocks.context(), blocks.layout(), parts).room());
  }

  @Override
  public List<double[]> answers(String step, LocalData.ShardWork work, List<double[][]> sent) {
    blocks.rdd().context().setJobDescription(step);
    Work there = new Work(recipe, precision, work, blocks.layout().samples());
    JavaRDD<HashMap<Integer, double[][]>> inputs =
        blocks.context().parallelize(byPartition(sent), blocks.layout().partitions());
    Map<Integer, double[]> answers = new TreeMap<>();
    Failures.named(
            () -> Jobs.results(blocks.rdd().zipPartitions(inputs, there::on), answer -> answer))
        .forEach(answer -> answers.put(answer._1(), answer._2()));
    return new ArrayList<>(answers.values());
  }

  /** What is sent to the blocks of every partition, by their numbers. */
  private List<HashMap<Integer, double[][]>> byPartition(List<double[][]> sent) {
    BlockLayout layout = blocks.layout();
    List<HashMap<Integer, double[][]>> all = new ArrayList<>();
    IntStream.range(0, layout.partitions()).forEach(p -> all.add(new HashMap<>()));
    int[] numbers = numbers();
    for (int s = 0; s < numbers.length; s++) {
      all.get(layout.partition(numbers[s])).put(numbers[s], sent.get(s));
    }
    return all;
  }

  /** Work as it goes to executors. */
  private record Work(
      Broadcast<ProgramRecipe> recipe, Precision precision, LocalData.ShardWork work, long samples)
      implements Serializable {

    Iterator<Tuple2<Integer, double[]>> on(
        Iterator<TokenBlock> blocks, Iterator<HashMap<Integer, double[][]>> inputs) {
      Map<Integer, double[][]> sent = inputs.hasNext() ? inputs.next() : Collections.emptyMap();
      List<Tuple2<Integer, double[]>> answers = new ArrayList<>();
      while (blocks.hasNext()) {
        TokenBlock block = blocks.next();
        answers.add(new Tuple2<>(block.index(), at(block, sent.get(block.index()))));
      }
      return answers.iterator();
    }

    private double[] at(TokenBlock block, double[]... sent) {
      BlockProgram program = block.program(recipe.value(), Blocks.threads());
      synchronized (program) {
        double share = block.samples() / (double) samples;
        return work.answer(program.program(precision), share, program.worked(), sent);
      }
    }
  }
}
