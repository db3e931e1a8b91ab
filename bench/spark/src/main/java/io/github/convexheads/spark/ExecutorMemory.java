package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.solver.MemoryEstimate;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a question takes on an executor at once: for every core the samples of a block, their
 * features, outputs with their gradient and what a line adds, projections of a point and of a
 * direction, and an answer. What is kept of other blocks is given up when memory runs short, and
 * samples go to disk.
 *
 * @param block bytes for one core
 * @param cores cores of an executor
 * @param heap bytes that an executor has
 */
record ExecutorMemory(double block, int cores, double heap) {
  /** Heads of a network to begin with, which decide how many projections there are. */
  private static final int FIRST_HEADS = 8;

  /** Outputs, residuals, and the two coefficients of a line. */
  private static final int OUTPUTS = 4;

  /** The share of a heap that may be used. */
  private static final double SHARE = 0.9;

  static ExecutorMemory of(JavaSparkContext context, BlockLayout layout, ProgramParts parts) {
    Lift lift = parts.lift();
    double rows = (double) layout.rows() * lift.pooling().positions(lift.shape().tokens());
    double raw = (double) parts.preprocessing().input().size() * layout.rows();
    double features = (double) lift.bytesPerSample(Precision.FLOAT64) * layout.rows();
    double width = 0;
    double answer = 0;
    for (Block block : lift.blocks()) {
      width += block.width();
      answer += (double) block.rows() + block.columns();
    }
    double values =
        raw
            + OUTPUTS * rows * lift.outputs()
            + 2 * rows * width * FIRST_HEADS
            + 2 * answer * FIRST_HEADS;
    SparkConf conf = context.getConf();
    boolean local = context.isLocal();
    int all = Math.max(1, context.defaultParallelism());
    int cores =
        local ? all : conf.getInt("spark.executor.cores", Math.max(1, all / executors(context)));
    double heap =
        local
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", "1g");
    return new ExecutorMemory(values * Double.BYTES + features, cores, heap);
  }

  /** What work on a block may take beside its samples and what is prepared of them. */
  long room() {
    return (long) Math.max(0, SHARE * heap / cores - block);
  }

  private static int executors(JavaSparkContext context) {
    return Math.max(1, Executors.count(context));
  }

  /**
   * Refuses what cannot be.
   *
   * @throws InvalidInputException with the figure, and what would do
   */
  void require(int rows) {
    if (!(block * cores <= SHARE * heap)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "a block of %d samples takes %s on each of the %d cores of an executor, which has %s;"
                  + " give executors more memory (spark.executor.memory) or fewer cores"
                  + " (spark.executor.cores), or ask for smaller blocks, --engine-set rows=%d",
              rows,
              MemoryEstimate.amount((long) block),
              cores,
              MemoryEstimate.amount((long) heap),
              Math.max(1, (long) (rows * SHARE * heap / (block * cores) / 2))));
    }
  }
}
