package io.github.convexheads.api.head;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The two actions from the dense phi of every row: with phi^T of all rows stacked as one matrix,
 * (rows*q) x R, both are one product. The matrix is kept while it is small, and formed again in
 * pieces for every call otherwise.
 */
final class DenseFeatures implements Features {
  /** Values of stacked phi that are held at once. */
  private static final int MOST_VALUES = 1 << 22;

  private final DenseLift lift;
  private final TokenBatch batch;
  private final Kernel kernel;
  private final int positions;
  private final List<Matrix> kept = new ArrayList<>();

  DenseFeatures(DenseLift lift, TokenBatch batch, Kernel kernel) {
    this.lift = lift;
    this.batch = batch;
    this.kernel = kernel;
    this.positions = lift.pooling().positions(batch.tokens());
    long values =
        batch.samples() * lift.bytesPerSample(batch.precision()) / batch.precision().bytes();
    for (int j = 0; values <= MOST_VALUES && j < lift.blocks().size(); j++) {
      kept.add(stacked(j, 0, rows()));
    }
  }

  private int rows() {
    return batch.samples() * positions;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    int width = lift.blocks().get(block).width();
    forEachPiece(
        block,
        (phi, row) -> {
          Matrix some = p.rows(row * width, phi.rows());
          kernel.multiply(phi, u, into(some));
        });
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    int width = lift.blocks().get(block).width();
    forEachPiece(
        block,
        (phi, row) -> {
          Matrix some = p.rows(row * width, phi.rows());
          kernel.multiply(phi.transposed(), some, into(u).adding());
        });
  }

  @Override
  public void preactivate(int group, Matrix w, Matrix z) {
    preactivation().apply(batch, group, w, z, kernel);
  }

  @Override
  public void preactivateTranspose(int group, Matrix z, Matrix w) {
    preactivation().addTranspose(batch, group, z, w, kernel);
  }

  private Preactivation preactivation() {
    return lift.preactivation()
        .orElseThrow(() -> new IllegalStateException("this head gives no pre-activations"));
  }

  /** What to do with the stacked phi of some rows. */
  private interface Piece {
    void accept(Matrix phi, int row);
  }

  private void forEachPiece(int block, Piece piece) {
    if (!kept.isEmpty()) {
      piece.accept(kept.get(block), 0);
      return;
    }
    Block shape = lift.blocks().get(block);
    int step = Math.max(1, MOST_VALUES / Math.multiplyExact(shape.rows(), shape.width()));
    for (int row = 0; row < rows(); row += step) {
      int count = Math.min(step, rows() - row);
      piece.accept(stacked(block, row, count), row);
    }
  }

  /** Returns phi^T of some rows, (count*q) x R. */
  private Matrix stacked(int block, int firstRow, int count) {
    Block shape = lift.blocks().get(block);
    int size = Math.multiplyExact(shape.rows(), shape.width());
    RealArray stacked = RealArray.allocate(batch.precision(), Math.multiplyExact(count, size));
    double[] sample = {};
    for (int row = firstRow; row < firstRow + count; row++) {
      if (row == firstRow || row % positions == 0) {
        sample = DenseLift.sample(batch, row / positions);
      }
      double[] phi = lift.phi(sample.clone(), row % positions, block);
      DenseLift.requireLength(
          lift.getClass(), "phi of block " + block, phi, shape.rows(), shape.width());
      int start = (row - firstRow) * size;
      for (int i = 0; i < size; i++) {
        int transposed = i % shape.width() * shape.rows() + i / shape.width();
        stacked.set(start + transposed, phi[i]);
      }
    }
    return Matrix.of(stacked, count * shape.width(), shape.rows());
  }
}
