package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Leading singular pairs of a block's matrix A_j^* E: values descending, unit vectors as columns.
 *
 * @param values k singular values
 * @param left R x k left vectors, row-major
 * @param right (q*c) x k right vectors, row-major
 */
@API(status = API.Status.EXPERIMENTAL)
public record SingularPairs(double[] values, double[] left, double[] right) {

  /**
   * Returns k.
   *
   * @return the number of pairs
   */
  public int count() {
    return values.length;
  }

  /**
   * Estimates leading pairs of A_j^* E by a few Lanczos steps that begin near the span of given
   * factors; exactly where a side of the block is small.
   *
   * @param at the evaluation, in the precision in which to multiply
   * @param block j
   * @param near factors of the block; rank 0 where nothing is known
   * @param count how many pairs are wanted, if there are as many
   * @return the pairs; their values are lower bounds up to rounding
   */
  public static SingularPairs near(Evaluation at, int block, Factors near, int count) {
    if (SpectralNorm.isExact(at.program(), block)) {
      return SpectralNorm.of(at, block, count, (lower, upper) -> true).pairs().orElseThrow();
    }
    return new GolubKahanLanczos(at, block).near(near, count);
  }

  /**
   * Returns the largest value of the pairs of all blocks.
   *
   * @param blocks the pairs of every block
   * @return the largest value; 0 where there are no pairs
   */
  public static double largest(List<SingularPairs> blocks) {
    return blocks.stream()
        .mapToDouble(block -> block.count() == 0 ? 0 : block.values[0])
        .max()
        .orElse(0);
  }

  /** The pairs of the matrix times a positive number. */
  SingularPairs times(double factor) {
    return new SingularPairs(
        Arrays.stream(values).map(value -> value * factor).toArray(), left, right);
  }

  /** The pairs of the transposed matrix. */
  SingularPairs transposed() {
    return new SingularPairs(values, right, left);
  }

  /** The leading pairs of a matrix G from the eigenvectors of G^T G. */
  static SingularPairs fromGram(Kernel kernel, Matrix g, SymmetricEigen eigen, int wanted) {
    int side = g.columns();
    int k = 0;
    double floor = 1e-10 * Math.sqrt(Math.max(0, eigen.values()[0]));
    while (k < Math.min(wanted, side) && Math.sqrt(Math.max(0, eigen.values()[k])) > floor) {
      k++;
    }
    double[] values = new double[k];
    double[] shorter = new double[side * k];
    for (int h = 0; h < k; h++) {
      values[h] = Math.sqrt(eigen.values()[h]);
      for (int r = 0; r < side; r++) {
        shorter[r * k + h] = eigen.vectors()[r * side + h];
      }
    }
    double[] longer = kernel.multiply(g, Matrix.of(shorter, side, k)).toArray();
    for (int i = 0; i < longer.length; i++) {
      longer[i] /= values[i % k];
    }
    return new SingularPairs(values, longer, shorter);
  }
}
