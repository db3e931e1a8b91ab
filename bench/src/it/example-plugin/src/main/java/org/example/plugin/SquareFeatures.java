package org.example.plugin;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The two actions of a batch, P = M D Q U and U += Q^T D M^T P, where Q has a row of squares for
 * every token, D closes the rows whose gate is shut, and M averages over the tokens of a sample where
 * outputs are pooled. One product with Q for all k columns is what makes it fast.
 */
final class SquareFeatures extends BatchFeatures {
  private final Matrix squares;
  private final List<RowMask> masks;
  private final int averaged;

  SquareFeatures(
      TokenBatch batch, Pooling pooling, List<RowMask> masks, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.squares = squared(pooling, batch);
    this.masks = masks;
    this.averaged = pooling == Pooling.MEAN ? batch.tokens() : 1;
  }

  /** Q, a row for every token that has outputs. */
  static Matrix squared(Pooling pooling, TokenBatch batch) {
    Matrix rows = pooling.outputRows(batch);
    Matrix squares = rows.copy();
    squares.multiplyEntries(rows);
    return squares;
  }

  @Override
  public void project(int block, Matrix u, Matrix p) {
    Matrix all = Matrix.zeros(p.precision(), squares.rows(), u.columns());
    kernel().multiply(squares, u, into(all));
    if (!masks.isEmpty()) {
      masks.get(block).close(0, all);
    }
    p.fill(0);
    for (int row = 0; row < all.rows(); row++) {
      p.rows(row / averaged, 1).addScaled(1.0 / averaged, all.rows(row, 1));
    }
  }

  @Override
  public void backproject(int block, Matrix p, Matrix u) {
    Matrix all = Matrix.zeros(p.precision(), squares.rows(), u.columns());
    for (int row = 0; row < all.rows(); row++) {
      all.rows(row, 1).addScaled(1.0 / averaged, p.rows(row / averaged, 1));
    }
    if (!masks.isEmpty()) {
      masks.get(block).close(0, all);
    }
    kernel().multiply(squares.transposed(), all, into(u).adding());
  }
}
