package io.github.convexheads.spark;

import io.github.convexheads.api.internal.digest.SampleTree;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;
import scala.Tuple3;

/**
 * The blocks of all samples and the jobs that ask them. Answers are added in the order of the
 * blocks, whatever came first and wherever it was computed: on the driver, or where that would hold
 * more than {@link #MOST_BYTES} of them at once, in groups of consecutive blocks on executors and
 * then over the groups.
 *
 * @param rdd one {@link TokenBlock} for every range of samples, persisted
 * @param layout which samples and partition each has
 */
record Blocks(JavaRDD<TokenBlock> rdd, BlockLayout layout) {
  /** Answers that the driver holds at once. */
  static final long MOST_BYTES = 64L << 20;

  /** Outputs that are under way to the driver at once, unless executors have room for more. */
  private static final long MOST_OUTPUT_BYTES = 8L << 20;

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(rdd.context());
  }

  /** Asks every block and joins the answers. */
  double[] ask(Broadcast<ProgramRecipe> recipe, Question question, String step) {
    rdd.context().setJobDescription(step);
    return Failures.named(() -> answers(recipe, question));
  }

  private double[] answers(Broadcast<ProgramRecipe> recipe, Question question) {
    int count = layout.blocks();
    long n = layout.samples();
    Jobs.Work<TokenBlock, Tuple2<Integer, double[]>> work =
        block -> new Tuple2<>(block.index(), answer(block, recipe, question, n));
    int maxima = question.maxima();
    if (question.length() * Double.BYTES * count <= MOST_BYTES || count < 4) {
      return joined(Jobs.results(rdd, work), maxima);
    }
    int width = (int) Math.ceil(Math.sqrt(count));
    int groups = (count + width - 1) / width;
    return joined(
        rdd.map(work::of)
            .mapToPair(part -> new Tuple2<>(part._1() / width, part))
            .groupByKey(groups)
            .map(group -> new Tuple2<>(group._1(), joined(listed(group._2()), maxima)))
            .collect(),
        maxima);
  }

  /**
   * Computes the outputs of all blocks and puts them one after another; the driver fetches those of
   * some partitions at a time.
   *
   * @param width outputs of a sample
   */
  double[] outputs(Broadcast<ProgramRecipe> recipe, Broadcast<FactorData> z, int width) {
    rdd.context().setJobDescription("outputs");
    Jobs.Work<TokenBlock, Tuple2<Long, double[]>> outputs =
        block ->
            new Tuple2<>(
                block.first(), recipe.value().outputs(block, z.value().variable(), threads()));
    double[] all = new double[Math.multiplyExact(layout.samples(), width)];
    int partitions = rdd.getNumPartitions();
    double bytes = (double) all.length * Double.BYTES / partitions;
    int some = (int) Math.max(context().defaultParallelism(), MOST_OUTPUT_BYTES / (1 + bytes));
    for (int from = 0; from < partitions; from += some) {
      int[] group = IntStream.range(from, Math.min(partitions, from + some)).toArray();
      for (Tuple2<Long, double[]> rows : Jobs.results(rdd, group, outputs)) {
        int at = Math.toIntExact(rows._1()) * width;
        System.arraycopy(rows._2(), 0, all, at, rows._2().length);
      }
    }
    return all;
  }

  /** Sums what is taken of the samples of every block, in the order of the blocks. */
  double[] sum(String step, SampleSum of) {
    rdd.context().setJobDescription(step);
    return joined(
        Jobs.results(rdd, block -> new Tuple2<>(block.index(), of.of(block.tokens()))), 0);
  }

  /** Hashes the samples of every block where they are; the driver joins some hashes of each. */
  byte[] rootHash() {
    rdd.context().setJobDescription("digest of the samples");
    return SampleTree.root(
        Failures.named(() -> Jobs.results(rdd, Blocks::hashed)).stream()
            .map(part -> new SampleTree.Part(part._1(), part._2(), part._3()))
            .toList());
  }

  private static Tuple3<Long, Long, byte[]> hashed(TokenBlock block) {
    SampleTree.Part part = SampleTree.part(block.tokens(), block.first(), Workers.of(threads()));
    return new Tuple3<>(part.first(), part.samples(), part.hashes());
  }

  /** What is taken of some samples and adds up. */
  interface SampleSum extends Serializable {
    double[] of(Tokens samples);
  }

  private static double[] answer(
      TokenBlock block, Broadcast<ProgramRecipe> recipe, Question question, long n) {
    BlockProgram program = block.program(recipe.value(), threads());
    synchronized (program) {
      return question.answer(program, block.samples() / (double) n);
    }
  }

  /** The threads of a task. */
  static int threads() {
    TaskContext task = TaskContext.get();
    return task == null ? 1 : Math.max(1, task.cpus());
  }

  private static <T> List<T> listed(Iterable<T> values) {
    List<T> list = new ArrayList<>();
    values.forEach(list::add);
    return list;
  }

  /** Joins numbered answers in the order of their numbers. */
  private static double[] joined(List<Tuple2<Integer, double[]>> parts, int maxima) {
    List<Tuple2<Integer, double[]>> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparing(Tuple2::_1));
    double[] sum = sorted.get(0)._2().clone();
    for (Tuple2<Integer, double[]> part : sorted.subList(1, sorted.size())) {
      double[] values = part._2();
      for (int i = 0; i < sum.length; i++) {
        sum[i] = i < maxima ? Math.max(sum[i], values[i]) : sum[i] + values[i];
      }
    }
    return sum;
  }
}
