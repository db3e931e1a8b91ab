package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where gates are open on a batch: one bit D for every pre-activation, D = 1{z &gt;= 0}.
 *
 * <p>Signs are those of sums in double precision and in a fixed order, whatever the precision of
 * the batch, its number of samples and the kernel of everything else, so that a model is the same
 * function everywhere. Where a fast estimate is farther from 0 than its error bound it has that
 * sign already; only samples with a pre-activation nearer to 0 are summed (the filter of adaptive
 * predicates, Shewchuk, 1997).
 */
final class GateMasks {
  /** Pre-activations that are held at once while masks are computed, 8 MiB. */
  private static final int CHUNK_VALUES = 1 << 20;

  /** Token values in double precision that are held at once, 16 MiB. */
  private static final int CHUNK_TOKENS = 1 << 21;

  private GateMasks() {}

  /** Computes the masks of weights that are no gates yet, all by sums in the fixed order. */
  static List<RowMask> of(Preactivation map, TokenBatch batch, int group, double[][] weights) {
    Gates gates = Gates.of(Collections.nCopies(group + 1, weights));
    return of(map, batch, group, gates, FixedOrder.KERNEL);
  }

  /** Computes the masks of all gates of a group, samples * m bits each. */
  static List<RowMask> of(
      Preactivation map, TokenBatch batch, int group, Gates gates, Kernel kernel) {
    return of(map, batch, group, gates, kernel, (first, part, firstGate, estimate) -> {});
  }

  /** Hears of pre-activations while masks are computed. */
  interface Reader {
    /**
     * Reads pre-activations.
     *
     * @param first the first sample in the batch
     * @param part some samples in double precision
     * @param firstGate the first of some gates
     * @param estimate their pre-activations
     */
    void accept(int first, TokenBatch part, int firstGate, Preactivation.Estimate estimate);
  }

  /** Computes masks, and shows the pre-activations to a reader. */
  static List<RowMask> of(
      Preactivation map, TokenBatch batch, int group, Gates gates, Kernel kernel, Reader reader) {
    int m = map.perSample();
    int count = gates.count(group);
    int gateStep = Math.max(1, Math.min(count, CHUNK_VALUES / m));
    int sampleStep = Math.max(1, CHUNK_VALUES / Math.multiplyExact(m, gateStep));
    sampleStep = Math.min(sampleStep, Math.max(1, CHUNK_TOKENS / batch.shape().size()));
    List<List<RowMask>> parts =
        IntStream.range(0, count).<List<RowMask>>mapToObj(gate -> new ArrayList<>()).toList();
    for (int i = 0; i < batch.samples(); i += sampleStep) {
      TokenBatch part = inDouble(batch, i, Math.min(sampleStep, batch.samples() - i));
      for (int j = 0; j < count; j += gateStep) {
        Matrix h = gates.columns(group, j, Math.min(count, j + gateStep));
        Preactivation.Estimate estimate = map.estimate(part, group, h, kernel);
        reader.accept(i, part, j, estimate);
        decide(map, part, group, h, estimate);
        List<RowMask> signs = RowMask.signs(estimate.z());
        for (int gate = 0; gate < signs.size(); gate++) {
          parts.get(j + gate).add(signs.get(gate));
        }
      }
    }
    return parts.stream().map(RowMask::joined).toList();
  }

  /** Sums in the fixed order what the estimate leaves open, in runs of samples. */
  private static void decide(
      Preactivation map, TokenBatch part, int group, Matrix h, Preactivation.Estimate estimate) {
    int m = map.perSample();
    for (int from = 0; from < part.samples(); ) {
      int to = from;
      while (to < part.samples() && !decided(estimate, to * m, m)) {
        to++;
      }
      if (to > from) {
        Matrix z = estimate.z().rows(from * m, (to - from) * m);
        map.apply(inDouble(part, from, to - from), group, h, z, FixedOrder.KERNEL);
      }
      from = to + 1;
    }
  }

  private static boolean decided(Preactivation.Estimate estimate, int row, int count) {
    for (int i = row; i < row + count; i++) {
      for (int h = 0; h < estimate.z().columns(); h++) {
        if (!estimate.decided(i, h)) {
          return false;
        }
      }
    }
    return true;
  }

  private static TokenBatch inDouble(TokenBatch batch, int from, int samples) {
    int size = batch.shape().size();
    if (batch.precision() == Precision.FLOAT64 && samples == batch.samples()) {
      return batch;
    }
    RealArray values = RealArray.allocate(Precision.FLOAT64, samples * size);
    values.copyFrom(batch.values(), from * size, 0, samples * size);
    return new TokenBatch(batch.shape(), samples, values);
  }
}
