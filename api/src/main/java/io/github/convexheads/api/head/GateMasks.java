package io.github.convexheads.api.head;

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
 * <p>Signs are taken in double precision and by sums in a fixed order, whatever the precision of
 * the batch, its number of samples and the kernel of everything else, so that a model is the same
 * function everywhere.
 */
final class GateMasks {
  /** Pre-activations that are held at once while masks are computed, 8 MiB. */
  private static final int CHUNK_VALUES = 1 << 20;

  private GateMasks() {}

  /** Computes the masks of all gates of a group, samples * m bits each. */
  static List<RowMask> of(Preactivation map, TokenBatch batch, int group, Gates gates) {
    return of(map, batch, group, gates, (part, h, firstGate, z) -> {});
  }

  /** Computes the masks of weights that are no gates yet. */
  static List<RowMask> of(Preactivation map, TokenBatch batch, int group, double[][] weights) {
    return of(map, batch, group, Gates.of(Collections.nCopies(group + 1, weights)));
  }

  /** Hears of pre-activations while masks are computed. */
  interface Reader {
    /**
     * Reads pre-activations.
     *
     * @param part some samples in double precision
     * @param h some gates, length(W1) x count
     * @param firstGate the first of them
     * @param z (samples * m) x count
     */
    void accept(TokenBatch part, Matrix h, int firstGate, Matrix z);
  }

  /** Computes masks, and shows the pre-activations to a reader. */
  static List<RowMask> of(
      Preactivation map, TokenBatch batch, int group, Gates gates, Reader reader) {
    int m = map.perSample();
    int count = gates.count(group);
    int gateStep = Math.max(1, Math.min(count, CHUNK_VALUES / m));
    int sampleStep = Math.max(1, CHUNK_VALUES / Math.multiplyExact(m, gateStep));
    List<List<RowMask>> parts =
        IntStream.range(0, count).<List<RowMask>>mapToObj(gate -> new ArrayList<>()).toList();
    for (int i = 0; i < batch.samples(); i += sampleStep) {
      TokenBatch part = inDouble(batch, i, Math.min(sampleStep, batch.samples() - i));
      for (int j = 0; j < count; j += gateStep) {
        Matrix h = gates.columns(group, j, Math.min(count, j + gateStep));
        Matrix z = Matrix.zeros(Precision.FLOAT64, part.samples() * m, h.columns());
        map.apply(part, group, h, z, FixedOrder.KERNEL);
        reader.accept(part, h, j, z);
        List<RowMask> signs = RowMask.signs(z);
        for (int gate = 0; gate < signs.size(); gate++) {
          parts.get(j + gate).add(signs.get(gate));
        }
      }
    }
    return parts.stream().map(RowMask::joined).toList();
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
