package io.github.convexheads.api.program;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The factors of one block in the precision and order in which batches use them: U as R x k, and V
 * as M in R^((q*k) x c) with M[(r,h), p] = V[r*c + p, h], so that out = P M and dF/dM = P^T E are
 * single gemms over P seen as rows x (q*k).
 */
final class PreparedFactors {
  private final Block block;
  private final int index;
  private final int rank;
  private final int stride;
  private final RealArray left;
  private final RealArray mixing;

  private PreparedFactors(
      Block block, int index, int rank, int stride, RealArray left, RealArray mixing) {
    this.block = block;
    this.index = index;
    this.rank = rank;
    this.stride = stride;
    this.left = left;
    this.mixing = mixing;
  }

  /** Prepares the blocks of a variable that have heads. */
  static List<PreparedFactors> ofAll(
      List<Block> blocks, Variable z, int stride, Precision precision) {
    List<PreparedFactors> prepared = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      Factors at = z.block(j);
      if (at.rank() > 0) {
        prepared.add(of(blocks.get(j), j, at.rank(), stride, at.left(), at.right(), precision));
      }
    }
    return prepared;
  }

  /** Prepares factors; an empty array stands for a factor that is not needed. */
  static PreparedFactors of(
      Block block,
      int index,
      int rank,
      int stride,
      double[] left,
      double[] right,
      Precision precision) {
    double[] mixing = new double[right.length];
    int c = block.outputs();
    for (int column = 0; column < right.length / Math.max(1, rank); column++) {
      int target = (column / c) * rank * c + column % c;
      for (int h = 0; h < rank; h++) {
        mixing[target + h * c] = right[column * rank + h];
      }
    }
    return new PreparedFactors(
        block,
        index,
        rank,
        stride,
        RealArray.wrap(left).copy(precision),
        RealArray.wrap(mixing).copy(precision));
  }

  /** Turns dF/dM back into the order of V. */
  static double[] unmix(double[] mixing, int rank, int outputs) {
    double[] right = new double[mixing.length];
    for (int column = 0; column < right.length / Math.max(1, rank); column++) {
      int source = (column / outputs) * rank * outputs + column % outputs;
      for (int h = 0; h < rank; h++) {
        right[column * rank + h] = mixing[source + h * outputs];
      }
    }
    return right;
  }

  /** Adds t times other factors of the same shape. */
  void add(double t, PreparedFactors other) {
    left.addScaled(t, other.left, 0, 0, left.length());
    mixing.addScaled(t, other.mixing, 0, 0, mixing.length());
  }

  /** Copies the columns of some heads from a row of P times a factor: a row of s has q*m values. */
  void gather(RealArray p, FactorPass.Components of, int row, double factor, RealArray s) {
    int m = of.to() - of.from();
    int q = block.width();
    if (m == rank) {
      s.copyFrom(p, row * q * m, row * q * m, q * m);
    } else {
      for (int i = row * q; i < (row + 1) * q; i++) {
        s.copyFrom(p, i * rank + of.from(), i * m, m);
      }
    }
    s.scale(row * q * m, (row + 1) * q * m, factor);
  }

  int rank() {
    return rank;
  }

  int index() {
    return index;
  }

  /** Returns the length of P for a number of rows. */
  int projectedLength(int rows) {
    return Math.multiplyExact(Math.multiplyExact(rows, block.width()), rank);
  }

  /** P = phi^T U. */
  void project(BatchPass.Batch batch, RealArray p) {
    batch.features().project(index, left(left), columns(p, batch));
  }

  /** gU += phi P. */
  void backproject(BatchPass.Batch batch, RealArray p, RealArray gradientLeft) {
    batch.features().backproject(index, columns(p, batch), left(gradientLeft));
  }

  /** out += P M. */
  void addOutputs(Kernel kernel, RealArray p, int rows, RealArray out) {
    kernel.multiply(projected(p, rows), mixing(mixing), into(written(out, rows)).adding());
  }

  /** gM += P^T E. */
  void addMixingGradient(Kernel kernel, RealArray p, int rows, RealArray e, RealArray gradient) {
    Target sum = into(mixing(gradient)).adding();
    kernel.multiply(projected(p, rows).transposed(), written(e, rows), sum);
  }

  /** P = E M^T. */
  void spread(Kernel kernel, RealArray e, int rows, RealArray p) {
    kernel.multiply(written(e, rows), mixing(mixing).transposed(), into(projected(p, rows)));
  }

  /** Sees U, or its gradient, as R x k. */
  private Matrix left(RealArray u) {
    return Matrix.of(u, block.rows(), rank);
  }

  /** Sees P of a batch as (rows*q) x k. */
  private Matrix columns(RealArray p, BatchPass.Batch batch) {
    return Matrix.of(p, Math.multiplyExact(batch.rows(), block.width()), rank);
  }

  /** Sees P as rows x (q*k). */
  private Matrix projected(RealArray p, int rows) {
    return Matrix.of(p, rows, block.width() * rank);
  }

  /** Sees M as (q*k) x the block's outputs. */
  private Matrix mixing(RealArray m) {
    return Matrix.of(m, block.width() * rank, block.outputs());
  }

  /** The outputs that the block writes, of all outputs row by row. */
  private Matrix written(RealArray all, int rows) {
    return Matrix.of(all, rows, stride).columns(block.outputOffset(), block.outputs());
  }
}
