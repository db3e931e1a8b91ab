package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * How large the terms are that lifted features of every sample are summed of, S_i, computed by one
 * pass over the samples when it is first asked for.
 *
 * <p>A head says it of itself ({@link io.github.convexheads.api.head.Lift#featureSizes}); for one
 * that does not, ||phi^T G||_F for sixteen normal columns G that nobody knew beforehand is at least
 * ||phi||_F / 8 but with a probability of P(chi^2_16 &lt; 1/64) &lt; 1e-21, so that eight times it
 * stands for S_i.
 */
final class FeatureSizes {
  private static final int COLUMNS = 16;
  private static final double FACTOR = 8;

  /** With what probability a row of a block is longer than FACTOR times its projection. */
  private static final double FAILURE = 1e-21;

  private final BatchPass pass;
  private double[] sizes;

  FeatureSizes(BatchPass pass) {
    this.pass = pass;
  }

  /** Returns S_i for every sample, with random numbers from here where they are estimated. */
  synchronized double[] bySample(RandomStarts starts) {
    if (sizes == null) {
      double[][] own = new double[pass.batches()][];
      forEachBatch(b -> own[b] = pass.source().featureSizes(b).orElse(null));
      if (Arrays.asList(own).contains(null)) {
        double blocks = pass.lift().blocks().size();
        SplittableRandom root = starts.next(FAILURE * pass.rows() * blocks);
        SplittableRandom[] random = new SplittableRandom[own.length];
        Arrays.setAll(random, b -> root.split());
        forEachBatch(b -> own[b] = own[b] == null ? estimated(b, random[b]) : own[b]);
      }
      sizes = Arrays.stream(own).flatMapToDouble(Arrays::stream).toArray();
    }
    return sizes;
  }

  private void forEachBatch(IntConsumer work) {
    pass.workers().forEach(pass.batches(), work);
  }

  private double[] estimated(int index, SplittableRandom random) {
    BatchPass.Batch batch = pass.batch(index, 0, Precision.FLOAT64);
    double[] sizes = new double[batch.samples()];
    for (int j = 0; j < pass.lift().blocks().size(); j++) {
      Block block = pass.lift().blocks().get(j);
      double[] columns = new double[Math.multiplyExact(block.rows(), COLUMNS)];
      Arrays.setAll(columns, i -> random.nextGaussian());
      int values = block.width() * COLUMNS;
      double[] p = new double[batch.rows() * values];
      Matrix u = Matrix.of(columns, block.rows(), COLUMNS);
      Matrix out = Matrix.of(p, batch.rows() * block.width(), COLUMNS);
      batch.features().project(j, u, out);
      for (int row = 0; row < batch.rows(); row++) {
        int sample = row / batch.positions();
        double own = Vectors.norm(Arrays.copyOfRange(p, row * values, (row + 1) * values));
        sizes[sample] = Math.max(sizes[sample], FACTOR * own);
      }
    }
    return sizes;
  }
}
