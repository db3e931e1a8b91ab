package org.example.plugin;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.BatchFeatures;
import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import java.util.List;

/**
 * The two actions of a batch, P = M D Q U and U += Q^T D M^T P, where Q has a row of squares for
 * every token, D closes the rows whose gate is shut, and M averages over the tokens of a sample where
 * outputs are pooled. One product with Q for all k columns is what makes it fast.
 */
final class SquareFeatures extends BatchFeatures {
  private final Matrix squares;
  private final List<GateMask> masks;
  private final int averaged;

  SquareFeatures(
      TokenBatch batch, Pooling pooling, Gates gates, Preactivation map, Kernel kernel) {
    super(batch, map, kernel);
    this.squares = squared(pooling, batch);
    this.masks = gates.groups() == 0 ? List.of() : GateMask.of(map, batch, 0, gates);
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
  public void project(int block, RealArray u, int k, RealArray p) {
    RealArray values = RealArray.allocate(squares.precision(), squares.rows(), k);
    Matrix all = Matrix.of(values, squares.rows(), k);
    kernel().multiply(squares, Matrix.of(u, squares.columns(), k), into(all));
    if (!masks.isEmpty()) {
      masks.get(block).close(0, squares.rows(), k, values, 0);
    }
    for (int row = 0; row < squares.rows() / averaged; row++) {
      for (int column = 0; column < k; column++) {
        double sum = 0;
        for (int t = 0; t < averaged; t++) {
          sum += values.get((row * averaged + t) * k + column);
        }
        p.set(row * k + column, sum / averaged);
      }
    }
  }

  @Override
  public void backproject(int block, RealArray p, int k, RealArray u) {
    int rows = squares.rows();
    RealArray spread = RealArray.allocate(squares.precision(), rows, k);
    for (int i = 0; i < rows * k; i++) {
      spread.set(i, p.get(i / k / averaged * k + i % k) / averaged);
    }
    if (!masks.isEmpty()) {
      masks.get(block).close(0, rows, k, spread, 0);
    }
    Matrix sum = Matrix.of(u, squares.columns(), k);
    kernel().multiply(squares.transposed(), Matrix.of(spread, rows, k), into(sum).adding());
  }
}
