package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Target;
import io.github.convexheads.api.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * Orthonormal vectors of N values, to which others are made orthogonal. Threads share ranges of
 * values; the result has the same bits for any number of threads.
 */
final class Basis {
  /** Values of a range, short enough for a range of many vectors to stay in the cache. */
  private static final int RANGE = 1 << 11;

  /** The most vectors that are stored together, and the values that they may have. */
  private static final int MOST_TOGETHER = 64;

  private static final int GROUP_VALUES = 1 << 21;

  private final Kernel kernel;
  private final Workers workers;

  /** Vectors as rows, as many x N each as are stored together; the last may have room for more. */
  private final List<Matrix> groups = new ArrayList<>();

  private final int together;
  private int size;

  /** An empty basis of vectors of {@code length} values. */
  Basis(Kernel kernel, Workers workers, int length) {
    this.kernel = kernel;
    this.workers = workers;
    this.together = Math.max(1, Math.min(MOST_TOGETHER, GROUP_VALUES / Math.max(1, length)));
  }

  int size() {
    return size;
  }

  /** Adds columns that are orthonormal, also to those that are here. */
  void add(Matrix columns) {
    int added = 0;
    while (added < columns.columns()) {
      int at = size % together;
      if (at == 0) {
        groups.add(Matrix.zeros(Precision.FLOAT64, together, columns.rows()));
      }
      int count = Math.min(together - at, columns.columns() - added);
      Matrix part = columns.columns(added, count).transposed();
      groups.get(size / together).rows(at, count).copyFrom(part);
      added += count;
      size += count;
    }
  }

  /** Returns the product of the vectors from one on, as columns, with a matrix. */
  Matrix times(int first, Matrix factor) {
    Matrix product = Matrix.zeros(Precision.FLOAT64, groups.get(0).columns(), factor.columns());
    Matrix padded = Matrix.zeros(Precision.FLOAT64, size, factor.columns());
    padded.rows(first, size - first).copyFrom(factor);
    addProduct(1, padded, product);
    return product;
  }

  /** Takes away from every column of W what is in the span, twice (classical Gram-Schmidt). */
  void orthogonalise(Matrix w) {
    for (int pass = 0; pass < 2; pass++) {
      addProduct(-1, overlaps(w), w);
    }
  }

  /** V^T W, summed over ranges in their order. */
  private Matrix overlaps(Matrix w) {
    Matrix[] parts = new Matrix[ranges(w)];
    workers.forEach(
        parts.length,
        range -> {
          int from = range * RANGE;
          int count = Math.min(RANGE, w.rows() - from);
          Matrix part = Matrix.zeros(Precision.FLOAT64, size, w.columns());
          for (int g = 0; g < groups.size(); g++) {
            Target rows = Target.into(part.rows(g * together, vectors(g)));
            kernel.multiply(group(g).columns(from, count), w.rows(from, count), rows);
          }
          parts[range] = part;
        });
    Matrix sum = Matrix.zeros(Precision.FLOAT64, size, w.columns());
    for (Matrix part : parts) {
      sum.addScaled(1, part);
    }
    return sum;
  }

  /** Adds a multiple of V F to W. */
  private void addProduct(double alpha, Matrix factor, Matrix w) {
    workers.forEach(
        ranges(w),
        range -> {
          int from = range * RANGE;
          int count = Math.min(RANGE, w.rows() - from);
          Target rows = Target.into(w.rows(from, count)).scaled(alpha).adding();
          for (int g = 0; g < groups.size(); g++) {
            Matrix part = group(g).columns(from, count).transposed();
            kernel.multiply(part, factor.rows(g * together, vectors(g)), rows);
          }
        });
  }

  private static int ranges(Matrix w) {
    return (w.rows() + RANGE - 1) / RANGE;
  }

  private int vectors(int group) {
    return Math.min(together, size - group * together);
  }

  private Matrix group(int g) {
    return groups.get(g).rows(0, vectors(g));
  }
}
