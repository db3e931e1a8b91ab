package io.github.convexheads.api.internal.quasinewton;

import io.github.convexheads.api.kernel.Workers;
import org.apiguardian.api.API;

/**
 * Vector operations in pieces of a fixed length, so that any number of threads gives one result.
 */
@API(status = API.Status.INTERNAL)
public final class ParallelVectors implements VectorOperations {
  private static final int PIECE = 1 << 15;

  private final Workers workers;

  /**
   * Vectors on some threads.
   *
   * @param workers the threads
   */
  public ParallelVectors(Workers workers) {
    this.workers = workers;
  }

  @Override
  public double dot(double[] a, double[] b) {
    return total(0, a.length, (from, to) -> sum(a, b, from, to));
  }

  /**
   * Returns the inner product of parts of vectors.
   *
   * @param a a vector
   * @param b a vector of the same length
   * @param from where the parts begin
   * @param to where they end
   * @return the inner product of these parts
   */
  public double dot(double[] a, double[] b, int from, int to) {
    return total(from, to, (first, past) -> sum(a, b, first, past));
  }

  private interface Piece {
    double of(int from, int to);
  }

  private double total(int from, int to, Piece piece) {
    double[] sums = new double[pieces(to - from)];
    workers.forEach(
        sums.length, i -> sums[i] = piece.of(from + i * PIECE, from + end(i, to - from)));
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    return total;
  }

  @Override
  public void addScaled(double alpha, double[] x, double[] y) {
    workers.forEach(
        pieces(x.length), piece -> addScaled(alpha, x, y, piece * PIECE, end(piece, x.length)));
  }

  private static void addScaled(double alpha, double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] += alpha * x[i];
    }
  }

  @Override
  public double addScaledDot(double alpha, double[] x, double[] y, double[] z) {
    return total(
        0,
        y.length,
        (from, to) -> {
          addScaled(alpha, x, y, from, to);
          return sum(y, z, from, to);
        });
  }

  /**
   * Subtracts.
   *
   * @param a a vector
   * @param b a vector of the same length
   * @return a - b
   */
  public double[] difference(double[] a, double[] b) {
    double[] c = a.clone();
    addScaled(-1, b, c);
    return c;
  }

  @Override
  public void scale(double alpha, double[] x) {
    workers.forEach(
        pieces(x.length),
        piece -> {
          int to = end(piece, x.length);
          for (int i = piece * PIECE; i < to; i++) {
            x[i] *= alpha;
          }
        });
  }

  /**
   * Returns the inner products of the columns of two matrices that are parts of vectors.
   *
   * @param a a vector
   * @param b a vector
   * @param from where both matrices begin in it, row-major
   * @param to where they end
   * @param k the number of columns
   * @return k values
   */
  public double[] columnDots(double[] a, double[] b, int from, int to, int k) {
    double[] total = new double[k];
    if (k == 0) {
      return total;
    }
    int length = Math.max(1, PIECE / k) * k;
    double[][] sums = new double[(to - from + length - 1) / length][k];
    workers.forEach(
        sums.length,
        piece -> {
          double[] sum = sums[piece];
          int start = from + piece * length;
          int past = Math.min(to, start + length);
          for (int i = start; i < past; i += k) {
            for (int h = 0; h < k; h++) {
              sum[h] += a[i + h] * b[i + h];
            }
          }
        });
    for (double[] sum : sums) {
      for (int h = 0; h < k; h++) {
        total[h] += sum[h];
      }
    }
    return total;
  }

  /**
   * Adds columns of a matrix, each times a number, to those of another; both are parts of vectors.
   *
   * @param factors a number for every column
   * @param x a vector
   * @param y a vector of the same length, changed
   * @param from where both matrices begin in it, row-major
   * @param to where they end
   */
  public void addScaledColumns(double[] factors, double[] x, double[] y, int from, int to) {
    int k = factors.length;
    int length = Math.max(1, PIECE / Math.max(1, k)) * k;
    workers.forEach(
        k == 0 ? 0 : (to - from + length - 1) / length,
        piece -> {
          int start = from + piece * length;
          int past = Math.min(to, start + length);
          for (int i = start; i < past; i += k) {
            for (int h = 0; h < k; h++) {
              y[i + h] += factors[h] * x[i + h];
            }
          }
        });
  }

  /**
   * Divides a part of a vector by a number, in place.
   *
   * @param by the number
   * @param y the vector
   * @param from where the part begins
   * @param to where it ends
   */
  public void divide(double by, double[] y, int from, int to) {
    workers.forEach(
        pieces(to - from),
        piece -> {
          for (int i = from + piece * PIECE; i < from + end(piece, to - from); i++) {
            y[i] /= by;
          }
        });
  }

  /** Four running sums, whose additions overlap in the processor. */
  private static double sum(double[] a, double[] b, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < to; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static int pieces(int length) {
    return (length + PIECE - 1) / PIECE;
  }

  private static int end(int piece, int length) {
    return Math.min(length, (piece + 1) * PIECE);
  }
}
