package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Workers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * One pass over all batches: lane l works on batches l, l + lanes, ... in that order, and lanes run
 * in parallel. Which batch belongs to which lane depends on shapes alone.
 */
record BatchPass(FeatureBatches source, Kernel kernel, Workers workers) {
  private static final int MOST_LANES = 8;

  /**
   * Bytes that the running sums of all lanes may take together; no share of the heap, because the
   * number of lanes decides in which order sums are taken.
   */
  private static final long LANE_BYTES = 512L << 20;

  /** The work on one batch. */
  interface Work {
    void accept(Batch batch, Scratch scratch);
  }

  /** A batch with its prepared features and its place among the rows. */
  record Batch(
      int index, int lane, Features features, int firstSample, int samples, int positions) {
    int rows() {
      return samples * positions;
    }

    int firstRow() {
      return firstSample * positions;
    }
  }

  /** Arrays that one lane uses again for every batch. */
  static final class Scratch implements AutoCloseable {
    private final Precision precision;
    private final RealArray.Workspace workspace = RealArray.Workspace.open();
    private final Map<Integer, RealArray> arrays = new HashMap<>();

    Scratch(Precision precision) {
      this.precision = precision;
    }

    /** Returns an array of at least a length; the same slot gives the same array. */
    RealArray array(int slot, int length) {
      RealArray found = arrays.get(slot);
      if (found == null || found.length() < length) {
        found = workspace.array(precision, length);
        arrays.put(slot, found);
      }
      return found;
    }

    @Override
    public void close() {
      workspace.close();
    }
  }

  Lift lift() {
    return source.lift();
  }

  /** Returns T. */
  int positions() {
    return lift().pooling().positions(lift().shape().tokens());
  }

  /** Returns n * T. */
  int rows() {
    return Math.multiplyExact(source.to(batches() - 1), positions());
  }

  /** Returns batches spread evenly over the data, with at least so many samples if there are. */
  Selection spread(long samples) {
    long wanted = (samples - 1) / source.size() + 1;
    return new Selection(source, (int) Math.min(batches(), Math.max(1, wanted)));
  }

  /**
   * Some batches that stand for all of them.
   *
   * @param source all batches
   * @param batches how many are taken
   */
  record Selection(FeatureBatches source, int batches) {

    /** Returns one of the batches that are taken. */
    int batch(int i) {
      return (int) ((long) i * source.count() / batches);
    }

    /** Multiplies sums over these samples by what makes them count for all, in place. */
    double[] scaled(double[] sums) {
      long seen = 0;
      for (int i = 0; i < batches; i++) {
        seen += source.to(batch(i)) - source.from(batch(i));
      }
      double scale = source.to(source.count() - 1) / (double) seen;
      for (int i = 0; i < sums.length; i++) {
        sums[i] *= scale;
      }
      return sums;
    }
  }

  /** Returns passes over one of several ranges of samples. */
  BatchPass slice(int from, int to, int parts) {
    return new BatchPass(source.slice(from, to, parts), kernel, workers);
  }

  /** Returns the same passes with other memory for what is kept between them. */
  BatchPass within(MemoryBudget budget) {
    return new BatchPass(source.within(budget), kernel, workers);
  }

  int batches() {
    return source.count();
  }

  /** Returns the number of lanes for a pass whose every lane keeps a sum of some length. */
  int lanes(long sumLength, Precision precision) {
    long affordable = LANE_BYTES / Math.max(1, sumLength * precision.bytes());
    return (int) Math.max(1, Math.min(Math.min(MOST_LANES, batches()), affordable));
  }

  /** Returns one batch with its prepared features. */
  Batch batch(int index, int lane, Precision precision) {
    int from = source.from(index);
    Features features = source.features(index, precision);
    return new Batch(index, lane, features, from, source.to(index) - from, positions());
  }

  void forEachBatch(Precision precision, int lanes, Work work) {
    forEachBatch(batches(), i -> i, precision, lanes, work);
  }

  /** Passes over some batches: {@code chosen} gives the batch of each number below a count. */
  void forEachBatch(int count, IntUnaryOperator chosen, Precision precision, int lanes, Work work) {
    workers.forEach(
        lanes,
        lane -> {
          try (Scratch scratch = new Scratch(precision)) {
            for (int i = lane; i < count; i += lanes) {
              StopToken.check();
              work.accept(batch(chosen.applyAsInt(i), lane, precision), scratch);
            }
          }
        });
  }
}
