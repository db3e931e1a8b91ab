package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;

/**
 * G = Phi Phi^T of a block whose features are one vector a row, Phi with a row phi[i,t]^T for every
 * row of outputs, by the two actions alone: a panel of columns of Phi^T is backprojected from unit
 * vectors, and every batch projects it. n T / 2 passes over the features for one column each.
 */
final class SampleGram {
  /** Columns that are projected at once. */
  private static final int PANEL = 256;

  private final BatchPass pass;
  private final int block;
  private final Precision precision;
  private final Matrix gram;

  private SampleGram(BatchPass pass, int block, Precision precision) {
    this.pass = pass;
    this.block = block;
    this.precision = precision;
    this.gram = Matrix.zeros(Precision.FLOAT64, pass.rows(), pass.rows());
  }

  /**
   * Returns G, n T x n T in double precision, of which only the lower triangle is right. Features
   * and their products are in a precision that may be single.
   */
  static Matrix lowerTriangle(BatchPass pass, int block, Precision precision) {
    SampleGram sum = new SampleGram(pass, block, precision);
    int batches = pass.batches();
    int together = Math.max(1, PANEL / sum.firstRow(1));
    for (int first = 0; first < batches; first += together) {
      sum.addPanel(first, Math.min(together, batches - first));
    }
    return sum.gram;
  }

  /** Returns the values that are held at once beside G. */
  static double working(BatchPass pass, int block) {
    double rows = (double) pass.rows() / pass.batches();
    return 2.0 * pass.lift().blocks().get(block).rows() * Math.max(PANEL, rows);
  }

  private void addPanel(int first, int count) {
    int from = firstRow(first);
    int columns = firstRow(first + count) - from;
    Matrix panel = panel(first, count, from, columns);
    int lanes = pass.lanes(0, precision);
    pass.forEachBatch(
        pass.batches() - first,
        i -> first + i,
        precision,
        lanes,
        (batch, scratch) -> {
          Matrix p = Matrix.zeros(precision, batch.rows(), columns);
          batch.features().project(block, panel, p);
          gram.rows(batch.firstRow(), batch.rows()).columns(from, columns).copyFrom(p);
        });
  }

  /** Returns where the rows of a batch begin, and those of the last one end. */
  private int firstRow(int batch) {
    return pass.positions() * (batch == 0 ? 0 : pass.source().to(batch - 1));
  }

  /** Features of some batches, one column a row. */
  private Matrix panel(int first, int count, int from, int columns) {
    int length = pass.lift().blocks().get(block).rows();
    Matrix panel = Matrix.zeros(precision, length, columns);
    pass.forEachBatch(
        count,
        i -> first + i,
        precision,
        pass.lanes(0, precision),
        (batch, scratch) ->
            panel
                .columns(batch.firstRow() - from, batch.rows())
                .copyFrom(columns(batch.features(), batch.rows(), length)));
    return panel;
  }

  private Matrix columns(Features features, int rows, int length) {
    Matrix phi = Matrix.zeros(precision, length, rows);
    Matrix units = Matrix.zeros(precision, rows, rows);
    units.copyFrom(Matrix.identity(rows));
    features.backproject(block, units, phi);
    return phi;
  }
}
