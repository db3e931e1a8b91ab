package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import java.util.Arrays;

/**
 * The sum over rows of their c x c blocks in the Hessian of the mean loss. Off the diagonal blocks
 * {@code -v v^T} add up to {@code -V^T V}, one product for a group of rows, in the order of groups;
 * diagonals are added as they are, so that nothing cancels. The sum has the same bits for any
 * number of threads.
 */
final class HessianSum {
  private static final int GROUP_PIECES = 16;

  private final RowLosses losses;
  private final double[] outputs;
  private final int c;
  private final double[] vectors;
  private final double[] diagonal;
  private final double[] dense;
  private final double[] squares;
  private final SymmetricProduct product;

  HessianSum(RowLosses losses, Kernel kernel, double[] outputs) {
    this.losses = losses;
    this.outputs = outputs;
    this.c = losses.width();
    this.vectors = new double[Math.min(losses.rows(), GROUP_PIECES * RowLosses.PIECE) * c];
    this.diagonal = new double[c];
    this.dense = new double[c * c];
    this.squares = new double[c * c];
    this.product = new SymmetricProduct(kernel, losses.workers(), RealArray.wrap(squares), c);
  }

  /** Returns the sum, c x c. */
  double[] total() {
    for (int piece = 0; piece < losses.pieces(); piece += GROUP_PIECES) {
      addGroup(piece, Math.min(GROUP_PIECES, losses.pieces() - piece));
    }
    double[] sum = product.total();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (i / c == i % c ? diagonal[i / c] : -sum[i]) + dense[i];
    }
    return sum;
  }

  private void addGroup(int firstPiece, int pieces) {
    double[][] diagonals = new double[pieces][c];
    double[][] others = new double[pieces][];
    int firstRow = firstPiece * RowLosses.PIECE;
    losses
        .workers()
        .forEach(pieces, i -> others[i] = piece(firstRow, firstPiece + i, diagonals[i]));
    for (int i = 0; i < pieces; i++) {
      add(diagonals[i], diagonal);
      add(others[i], dense);
    }
    int rows = Math.min(losses.rows() - firstRow, pieces * RowLosses.PIECE);
    product.add(RealArray.wrap(vectors), rows);
  }

  /**
   * Writes the vectors of a piece's rows, adds their diagonals, and returns the sum of the blocks
   * that have none, an array of length 0 where all have.
   */
  private double[] piece(int firstRow, int piece, double[] diagonals) {
    RowHessian h = new RowHessian(losses);
    double[] others = new double[0];
    int to = Math.min(losses.rows(), (piece + 1) * RowLosses.PIECE);
    for (int row = piece * RowLosses.PIECE; row < to; row++) {
      int place = (row - firstRow) * c;
      if (h.at(outputs, row).hasParts()) {
        add(h.diagonal(), diagonals);
        System.arraycopy(h.vector(), 0, vectors, place, c);
      } else {
        others = others.length == 0 ? new double[c * c] : others;
        add(h.dense(), others);
        Arrays.fill(vectors, place, place + c, 0);
      }
    }
    return others;
  }

  private static void add(double[] values, double[] sum) {
    for (int i = 0; i < values.length; i++) {
      sum[i] += values[i];
    }
  }
}
