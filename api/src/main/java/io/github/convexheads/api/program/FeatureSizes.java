package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How large the terms are that lifted features of every sample are summed of, S_i, computed by one
 * pass over the samples when it is first asked for.
 *
 * <p>A head says it of itself ({@link io.github.convexheads.api.head.Lift#featureSizes}); for one
 * that does not, ||phi^T G||_F for eight random columns G is within a factor of 16 of ||phi||_F but
 * with a probability of 1e-12, so that sixteen times it stands for S_i.
 */
final class FeatureSizes {
  private static final int COLUMNS = 8;
  private static final double FACTOR = 16;

  private final BatchPass pass;
  private double[] sizes;

  FeatureSizes(BatchPass pass) {
    this.pass = pass;
  }

  /** Returns S_i for every sample. */
  synchronized double[] bySample() {
    if (sizes == null) {
      int n = pass.source().to(pass.batches() - 1);
      double[] found = new double[n];
      pass.workers()
          .forEach(
              pass.batches(),
              b -> {
                double[] own = pass.source().featureSizes(b).orElseGet(() -> estimated(b));
                System.arraycopy(own, 0, found, pass.source().from(b), own.length);
              });
      sizes = found;
    }
    return sizes;
  }

  private double[] estimated(int index) {
    BatchPass.Batch batch = pass.batch(index, 0, Precision.FLOAT64);
    double[] sizes = new double[batch.samples()];
    for (int j = 0; j < pass.lift().blocks().size(); j++) {
      Block block = pass.lift().blocks().get(j);
      SplittableRandom random = new SplittableRandom(31L * index + j);
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
