package io.github.convexheads.api.program;

import io.github.convexheads.api.loss.Loss;

/**
 * The c x c block of one row in the Hessian of the mean loss, as its diagonal and a vector v with
 * {@code H_ab = -v_a v_b} elsewhere where the loss has that form, else dense. One is used for many
 * rows.
 */
final class RowHessian {
  private final RowLosses losses;
  private final int c;
  private final double[] diagonal;
  private final double[] vector;
  private double[] dense = new double[0];
  private boolean parts;

  RowHessian(RowLosses losses) {
    this.losses = losses;
    this.c = losses.width();
    this.diagonal = new double[c];
    this.vector = new double[c];
  }

  /** Takes the block of a row of outputs. */
  RowHessian at(double[] outputs, int row) {
    Loss loss = losses.loss();
    parts = loss.hessianParts(outputs, row * c, losses.targets(), row, diagonal, vector);
    if (parts) {
      double n = losses.targets().samples();
      for (int p = 0; p < c; p++) {
        diagonal[p] /= n;
        vector[p] /= Math.sqrt(n);
      }
    } else {
      dense = dense.length == 0 ? new double[c * c] : dense;
      losses.hessian(outputs, row, dense);
    }
    return this;
  }

  /** Adds H x to c values of an array. */
  void addProduct(double[] x, double[] to, int position) {
    addProduct(x, 0, to, position);
  }

  /** Adds H x to c values of an array, with x c values of another. */
  void addProduct(double[] x, int from, double[] to, int position) {
    if (!parts) {
      for (int i = 0; i < dense.length; i++) {
        to[position + i / c] += dense[i] * x[from + i % c];
      }
      return;
    }
    double along = 0;
    for (int p = 0; p < c; p++) {
      along += vector[p] * x[from + p];
    }
    for (int p = 0; p < c; p++) {
      double own = vector[p] * x[from + p];
      to[position + p] += diagonal[p] * x[from + p] - vector[p] * (along - own);
    }
  }

  /** Whether the block is the diagonal and a vector. */
  boolean hasParts() {
    return parts;
  }

  double[] diagonal() {
    return diagonal;
  }

  double[] vector() {
    return vector;
  }

  double[] dense() {
    return dense;
  }
}
