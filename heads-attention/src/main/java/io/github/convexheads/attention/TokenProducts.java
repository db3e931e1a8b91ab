package io.github.convexheads.attention;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;

/**
 * The products of the tokens of one sample with many small matrices, one for every row t: with A[t]
 * in R^(d x k) and V[t] in R^(s x k),
 *
 * <pre>  V[t] = X_i A[t]   and   A[t] = X_i^T V[t].</pre>
 *
 * <p>With one column (k = 1) all rows together are a single product.
 *
 * @param x the tokens of every sample, s x d
 * @param kernel the linear algebra to use
 */
record TokenProducts(MatrixBatch x, Kernel kernel) {

  /** V[t] = X_i A[t] for some rows; A is rows x (d*k), V rows x (s*k); 2 s d k operations a row. */
  void times(int i, Matrix a, Matrix v) {
    each(x.get(i), a, v, kernel);
  }

  /** A[t] = X_i^T V[t] for some rows, the adjoint of {@link #times}; 2 s d k operations a row. */
  void transposeTimes(int i, Matrix v, Matrix a) {
    each(x.get(i).transposed(), v, a, kernel);
  }

  /**
   * B[t] = X_i^T X_i A[t] for some rows; 4 s d k operations a row. The scores between are kept as
   * V[t]^T, k x s: with few columns OpenBLAS spends most of a product on copying its operands, and
   * copies less of these.
   */
  void gramTimes(int i, Matrix a, Matrix v, Matrix b) {
    Matrix tokens = x.get(i);
    int k = a.columns() / tokens.columns();
    if (k == 1) {
      times(i, a, v);
      transposeTimes(i, v, b);
    } else {
      MatrixBatch transposed = tokens.repeated(a.rows()).transposed();
      MatrixBatch scores = v.reshaped(a.rows() * k, tokens.rows()).rowBlocks(k);
      kernel.multiply(byRow(a, tokens.columns()).transposed(), transposed, into(scores));
      kernel.multiply(transposed, scores.transposed(), into(byRow(b, tokens.columns())));
    }
  }

  /** out[t] = M in[t] for every row t, seen as a matrix with as many rows as M needs. */
  static void each(Matrix m, Matrix in, Matrix out, Kernel kernel) {
    if (in.columns() == m.columns()) {
      kernel.multiply(in, m.transposed(), into(out));
    } else {
      MatrixBatch left = m.repeated(in.rows());
      kernel.multiply(left, byRow(in, m.columns()), into(byRow(out, m.rows())));
    }
  }

  /** Every row of a matrix, (size*k) numbers, as size x k. */
  private static MatrixBatch byRow(Matrix rows, int size) {
    int k = rows.columns() / size;
    return rows.reshaped(rows.rows() * size, k).rowBlocks(size);
  }
}
