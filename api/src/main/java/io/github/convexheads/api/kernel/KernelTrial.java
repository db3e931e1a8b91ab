package io.github.convexheads.api.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Tries a kernel before it is used: products against sums of their terms, and decompositions by
 * what they say they are. Certificates allow for the rounding of double arithmetic and for nothing
 * else, so that a kernel that rounds to fewer digits, or is wrong on this processor, must not be
 * used for them.
 */
final class KernelTrial {
  private static final int ROWS = 21;
  private static final int INNER = 35;
  private static final int COLUMNS = 18;
  private static final double U = 0x1p-53;
  private static final long SEED = 20_260_731;

  /** What decompositions may be off by, relative to their matrix. */
  private static final double BACKWARD = 72 * U;

  private final Kernel kernel;
  private final SplittableRandom random;

  private KernelTrial(Kernel kernel) {
    this.kernel = kernel;
    this.random = new SplittableRandom(SEED);
  }

  /**
   * Fails unless the kernel computes in double precision.
   *
   * @return the kernel
   * @throws IllegalStateException if it does not; says what is off by how much
   */
  static Kernel require(Kernel kernel) {
    KernelTrial trial = new KernelTrial(kernel);
    trial.products();
    trial.eigenvalues();
    trial.singularValues();
    return kernel;
  }

  private void products() {
    double[] a = gaussian(ROWS * INNER);
    double[] b = gaussian(INNER * COLUMNS);
    Matrix left = Matrix.of(a, ROWS, INNER);
    Matrix right = Matrix.of(b, INNER, COLUMNS);
    compare("a product", kernel.multiply(left, right).toArray(), a, b);
    Matrix turned = kernel.multiply(right.transposed(), left.transposed());
    compare("a product of transposed matrices", turned.transposed().toArray(), a, b);
  }

  /** Every entry is within gamma of the sum of its terms, both sums counted. */
  private static void compare(String what, double[] found, double[] a, double[] b) {
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double sum = 0;
        double size = 0;
        for (int k = 0; k < INNER; k++) {
          double term = a[i * INNER + k] * b[k * COLUMNS + j];
          sum += term;
          size += Math.abs(term);
        }
        double off = Math.abs(found[i * COLUMNS + j] - sum);
        require(what, off / size, 2 * (INNER + 2) * U);
      }
    }
  }

  private void eigenvalues() {
    double[] g = gaussian(COLUMNS * COLUMNS);
    double[] a = new double[g.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = g[i] + g[i % COLUMNS * COLUMNS + i / COLUMNS];
    }
    SymmetricEigen found = kernel.eigen(a, COLUMNS);
    double[] w = found.vectors();
    double[] scaled = scaled(w, found.values());
    decomposition("an eigendecomposition", a, scaled, w, COLUMNS, COLUMNS, COLUMNS);
    orthonormal("eigenvectors", w, COLUMNS, COLUMNS);
  }

  private void singularValues() {
    double[] a = gaussian(ROWS * COLUMNS);
    Svd found = kernel.svd(a, ROWS, COLUMNS);
    double[] scaled = scaled(found.u(), found.values());
    decomposition("a singular value decomposition", a, scaled, found.v(), ROWS, COLUMNS, COLUMNS);
    orthonormal("left singular vectors", found.u(), ROWS, COLUMNS);
    orthonormal("right singular vectors", found.v(), COLUMNS, COLUMNS);
  }

  /** A = L R^T. */
  private static void decomposition(
      String what, double[] a, double[] l, double[] r, int rows, int columns, int inner) {
    double off = 0;
    double size = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = -a[i * columns + j];
        for (int k = 0; k < inner; k++) {
          sum += l[i * inner + k] * r[j * inner + k];
        }
        off += sum * sum;
        size += a[i * columns + j] * a[i * columns + j];
      }
    }
    require(what, Math.sqrt(off / size), BACKWARD);
  }

  private static void orthonormal(String what, double[] q, int rows, int columns) {
    double off = 0;
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < columns; b++) {
        double sum = a == b ? -1 : 0;
        for (int i = 0; i < rows; i++) {
          sum += q[i * columns + a] * q[i * columns + b];
        }
        off = Math.max(off, Math.abs(sum));
      }
    }
    require(what, off, BACKWARD);
  }

  private static double[] scaled(double[] columns, double[] by) {
    double[] scaled = columns.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by[i % by.length];
    }
    return scaled;
  }

  private static void require(String what, double off, double allowed) {
    if (!(off <= allowed)) {
      throw new IllegalStateException(
          "%s is off by %.1e where double precision is within %.1e".formatted(what, off, allowed));
    }
  }

  private double[] gaussian(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
