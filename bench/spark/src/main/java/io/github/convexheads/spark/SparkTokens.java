package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Tokens whose samples lie in the partitions of a Spark cluster. A fit of them is the fit of any
 * {@link Tokens}: solvers, certificate and model are the same, and the program goes where the
 * samples are.
 *
 * <pre>{@code
 * SparkTokens tokens = SparkTokens.of(context, Tokens.read(file), 0);
 * FitResult result = ConvexHeads.builder().head("attention").fit(tokens, labels);
 * }</pre>
 */
public final class SparkTokens implements DistributedTokens, AutoCloseable {
  /** Values that the driver fetches at once to make a selection of samples its own. */
  private static final long MOST_VALUES = 1L << 23;

  /** Values that are fetched together where samples are read one after another. */
  private static final long AHEAD = 1L << 22;

  private final Blocks blocks;
  private final BlockLayout layout;
  private final TokenShape shape;
  private final Precision precision;
  private final int[] lengths;
  private final Targets targets;
  private final double[] weights;
  private SampleWindow window;

  SparkTokens(
      JavaRDD<TokenBlock> rdd,
      BlockLayout layout,
      TokenShape shape,
      Precision precision,
      int[] lengths) {
    this(
        new Blocks(rdd.persist(StorageLevel.MEMORY_AND_DISK()), layout),
        layout,
        shape,
        precision,
        lengths,
        null,
        null);
  }

  private SparkTokens(
      Blocks blocks,
      BlockLayout layout,
      TokenShape shape,
      Precision precision,
      int[] lengths,
      Targets targets,
      double[] weights) {
    this.blocks = blocks;
    this.layout = layout;
    this.shape = shape;
    this.precision = precision;
    this.lengths = lengths;
    this.targets = targets;
    this.weights = weights;
  }

  /** The same tokens with targets and weights that were kept with them, or null. */
  SparkTokens withKept(Targets ownTargets, double[] ownWeights) {
    return new SparkTokens(blocks, layout, shape, precision, lengths, ownTargets, ownWeights);
  }

  @Override
  public Optional<double[]> weights() {
    return Optional.ofNullable(weights).map(double[]::clone);
  }

  @Override
  public Optional<Targets> targets() {
    return Optional.ofNullable(targets);
  }

  /**
   * Sends tokens of this machine to a cluster.
   *
   * @param context the cluster
   * @param tokens the tokens
   * @param rows samples of a block; 0 for as many as suit their size
   * @return the same tokens in partitions
   */
  public static SparkTokens of(JavaSparkContext context, Tokens tokens, int rows) {
    BlockLayout layout = BlockLayout.of(tokens.samples(), tokens.shape(), rows);
    int slices = layout.partitions(context.defaultParallelism());
    // As broadcasts, blocks are sent once and not with every task.
    List<Broadcast<TokenBlock>> sent =
        IntStream.range(0, layout.blocks())
            .mapToObj(b -> context.broadcast(block(tokens, layout, b)))
            .toList();
    return new SparkTokens(
        context.parallelize(sent, slices).map(Broadcast::value),
        layout.withPartitions(slices),
        tokens.shape(),
        tokens.precision(),
        lengths(tokens));
  }

  private static int[] lengths(Tokens tokens) {
    return tokens.padded()
        ? IntStream.range(0, tokens.samples()).map(tokens::length).toArray()
        : null;
  }

  private static TokenBlock block(Tokens tokens, BlockLayout layout, int b) {
    int from = layout.from(b);
    int to = layout.to(b);
    RealArray values = tokens.batch(from, to, tokens.precision()).values();
    int[] lengths = lengths(tokens.slice(from, to));
    return new TokenBlock(b, from, values, to - from, tokens.shape(), lengths);
  }

  @Override
  public ConvexProgram program(ProgramParts parts) {
    if (parts.targets().samples() != samples()) {
      throw new InvalidInputException(
          "%s samples of tokens, but targets for %s; there must be one target a sample"
              .formatted(samples(), parts.targets().samples()));
    }
    ExecutorMemory.of(blocks.context(), layout, parts).require(layout.rows());
    return PartitionedProgram.of(blocks, parts);
  }

  @Override
  public double[] outputs(ProgramParts parts, Variable z) {
    return Session.outputs(blocks, parts, z);
  }

  @Override
  public double[] moments(Preprocessing steps, double... mean) {
    PreprocessingData data = PreprocessingData.of(steps);
    double[] around = mean.clone();
    return blocks.sum(
        "moments of features",
        samples -> SummedTokens.momentsOf(data.rebuilt(Optional.empty()).apply(samples), around));
  }

  @Override
  public double[] scatter(Preprocessing steps) {
    PreprocessingData data = PreprocessingData.of(steps);
    return blocks.sum(
        "covariance of features",
        samples ->
            SummedTokens.scatterOf(data.rebuilt(Optional.empty()).apply(samples), Kernels.best()));
  }

  @Override
  public byte[] rootHash() {
    return blocks.rootHash();
  }

  @Override
  public int samples() {
    return layout.samples();
  }

  @Override
  public TokenShape shape() {
    return shape;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public int length(int sample) {
    return lengths == null ? shape.tokens() : lengths[sample];
  }

  @Override
  public boolean padded() {
    return lengths != null;
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    Objects.checkFromToIndex(from, to, samples());
    if (from < to) {
      window(from, to).read(from, to, into, position);
    }
  }

  /** Samples of this machine, as many as a reader who goes on will ask for next. */
  private synchronized SampleWindow window(int from, int to) {
    if (window == null || !window.has(from, to)) {
      boolean goesOn = from == 0 || (window != null && from == window.to());
      long more = goesOn ? Math.max(1, AHEAD / shape.size()) : 0;
      int end = (int) Math.min(samples(), Math.max(to, from + more));
      RealArray values = RealArray.allocate(precision, end - from, shape.size());
      fetch(from, end, values, 0);
      window = new SampleWindow(from, end, shape.size(), values);
    }
    return window;
  }

  private void fetch(int from, int to, RealArray into, int position) {
    blocks.rdd().context().setJobDescription("samples " + from + " to " + to);
    int[] partitions = layout.partitionsOf(from, to);
    List<TokenBlock>[] parts =
        Failures.named(
            () -> blocks.rdd().flatMap(new SampleRange(from, to)).collectPartitions(partitions));
    Arrays.stream(parts)
        .flatMap(List::stream)
        .forEach(part -> part.copy(into, position + ((int) part.first() - from) * shape.size()));
  }

  @Override
  public Tokens withLengths(int... own) {
    // Checked as those of tokens in memory are, but for the values, which are elsewhere.
    Tokens checked = DistributedTokens.super.withLengths(own);
    int[] all = IntStream.range(0, samples()).map(checked::length).toArray();
    Broadcast<int[]> sent = blocks.context().broadcast(all);
    JavaRDD<TokenBlock> padded =
        blocks
            .rdd()
            .map(
                block ->
                    block.withLengths(
                        Arrays.copyOfRange(
                            sent.value(),
                            (int) block.first(),
                            (int) block.first() + block.samples())));
    return new SparkTokens(padded, layout, shape, precision, all).withKept(targets, weights);
  }

  @Override
  public Tokens select(int... samples) {
    Tokens checked = DistributedTokens.super.select(samples);
    if ((long) samples.length * shape.size() <= MOST_VALUES && !padded()) {
      return SampleSelection.fetched(blocks, samples, shape, precision);
    }
    return SampleSelection.ascends(samples) ? selected(samples) : checked;
  }

  /** Some samples that stay where they are. */
  private SparkTokens selected(int... ascending) {
    SampleSelection selection = new SampleSelection(blocks.context().broadcast(ascending));
    int[] own = lengths == null ? null : Arrays.stream(ascending).map(i -> lengths[i]).toArray();
    return new SparkTokens(
        blocks.rdd().flatMap(selection), layout.selecting(ascending), shape, precision, own);
  }

  /** Lets the cluster forget the samples. */
  @Override
  public void close() {
    blocks.rdd().unpersist(false);
  }
}
