package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * Orthonormal vectors of N values, to which others are made orthogonal. Threads share the vectors
 * for inner products and ranges of values for sums; the result has the same bits for any number of
 * threads.
 */
final class Basis {
  /** Values of a range; a few ranges of it stay in the cache while all vectors are added. */
  private static final int RANGE = 1 << 11;

  private final Workers workers;
  private final List<RealArray> vectors = new ArrayList<>();

  Basis(Workers workers) {
    this.workers = workers;
  }

  int size() {
    return vectors.size();
  }

  /** Adds columns that are orthonormal, also to those that are here. */
  void add(Matrix columns) {
    int length = columns.rows();
    RealArray all = RealArray.wrap(columns.transposed().toArray());
    for (int k = 0; k < columns.columns(); k++) {
      RealArray vector = RealArray.wrap(new double[length]);
      vector.copyFrom(all, k * length, 0, length);
      vectors.add(vector);
    }
  }

  /** Returns the vectors from one on as columns. */
  Matrix from(int first) {
    int length = vectors.get(first).length();
    Matrix columns = Matrix.zeros(Precision.FLOAT64, length, size() - first);
    for (int k = first; k < size(); k++) {
      columns.columns(k - first, 1).copyFrom(Matrix.of(vectors.get(k), length, 1));
    }
    return columns;
  }

  /** Takes away from every column of W what is in the span, twice (classical Gram-Schmidt). */
  void orthogonalise(Matrix w) {
    int length = w.rows();
    int width = w.columns();
    RealArray columns = RealArray.wrap(w.transposed().toArray());
    for (int pass = 0; pass < 2; pass++) {
      subtract(overlaps(columns, length, width), columns, length, width);
    }
    w.transposed().copyFrom(Matrix.of(columns, width, length));
  }

  private double[] overlaps(RealArray columns, int length, int width) {
    double[] overlaps = new double[vectors.size() * width];
    workers.forEach(
        vectors.size(),
        j -> {
          for (int k = 0; k < width; k++) {
            overlaps[j * width + k] = vectors.get(j).dot(0, columns, k * length, length);
          }
        });
    return overlaps;
  }

  private void subtract(double[] overlaps, RealArray columns, int length, int width) {
    workers.forEach(
        (length + RANGE - 1) / RANGE,
        range -> {
          int from = range * RANGE;
          int count = Math.min(RANGE, length - from);
          for (int i = 0; i < overlaps.length; i++) {
            int place = i % width * length + from;
            columns.addScaled(-overlaps[i], vectors.get(i / width), from, place, count);
          }
        });
  }
}
