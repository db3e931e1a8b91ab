package io.github.convexheads.api.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Tries a kernel before it is used: products against sums of their terms, and decompositions by
 * what they say they are. Certificates allow for the rounding of double arithmetic and for nothing
 * else, so that a kernel that rounds to fewer digits, or is wrong on this processor, must not be
 * used for them. Kernels take other ways by size and by how matrices are stored, so that vectors,
 * long sums, wide and tall matrices, parts of larger ones and products that are added are tried;
 * Cholesky factorisations are not, as no certificate rests on one.
 */
final class KernelTrial {
  /** Rows, inner dimension and columns of products. */
  private static final int[][] PRODUCTS = {
    {21, 35, 18},
    {1, 1, 1},
    {1, 40, 5},
    {5, 40, 1},
    {2, 300, 3},
    {70, 5, 3},
    {3, 5, 70},
  };

  /** Rows and columns of singular value decompositions. */
  private static final int[][] SHAPES = {
    {21, 18}, {1, 7}, {7, 1}, {5, 3}, {3, 5}, {40, 12}, {12, 40}
  };

  /** Orders of symmetric matrices. */
  private static final int[] ORDERS = {18, 1, 2, 5, 40};

  /** Ways of storing two matrices: inside larger ones or not, each by rows or by columns. */
  private static final int WAYS = 8;

  private static final double U = 0x1p-53;
  private static final long SEED = 20_260_731;

  /** The factor of products that are added. */
  private static final double FACTOR = -0.375;

  /** The smallest scale of rows or columns of a graded matrix. */
  private static final double GRADE = 1e-6;

  /** Divide and conquer is less accurate where values differ much: so many times. */
  private static final double GRADED = 4;

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
    for (int[] sides : PRODUCTS) {
      trial.products(sides[0], sides[1], sides[2], sides == PRODUCTS[0]);
    }
    for (int order : ORDERS) {
      trial.eigenvalues(order, 1);
    }
    for (int[] shape : SHAPES) {
      trial.singularValues(shape[0], shape[1], 1);
    }
    trial.eigenvalues(ORDERS[0], GRADE);
    trial.singularValues(SHAPES[0][0], SHAPES[0][1], GRADE);
    return kernel;
  }

  private void products(int m, int k, int n, boolean everyWay) {
    double[] a = gaussian(m * k);
    double[] b = gaussian(k * n);
    double[] c = gaussian(m * n);
    double[] sums = new double[m * n];
    double[] sizes = new double[m * n];
    sums(a, b, m, k, n, sums, sizes);
    for (int way = 0; way < WAYS; way += everyWay ? 1 : WAYS - 1) {
      boolean inside = (way & 1) > 0;
      Matrix left = stored(a, m, k, (way & 2) > 0, inside);
      Matrix right = stored(b, k, n, (way & 4) > 0, inside);
      String what = way < 2 ? "a product" : "a product of transposed matrices";
      Supplier<String> of = () -> " of %s x %s x %s".formatted(m, k, n);
      double[] found = kernel.multiply(left, right).toArray();
      compare(what, of, found, new double[m * n], 1, sums, sizes, k);
      Matrix added = stored(c, m, n, false, inside);
      kernel.multiply(left, right, Target.into(added).scaled(FACTOR).adding());
      compare(what + " that is added", of, added.toArray(), c, FACTOR, sums, sizes, k);
    }
  }

  /** A matrix as it is, or stored by columns, or between other columns of a larger one. */
  private static Matrix stored(
      double[] values, int rows, int columns, boolean turned, boolean inside) {
    if (turned) {
      Matrix plain = Matrix.of(values, rows, columns);
      return stored(plain.transposed().toArray(), columns, rows, false, inside).transposed();
    }
    if (!inside) {
      return Matrix.of(values.clone(), rows, columns);
    }
    Matrix whole = Matrix.zeros(Precision.FLOAT64, rows, columns + 3);
    whole.fill(1);
    Matrix part = whole.columns(2, columns);
    part.copyFrom(Matrix.of(values, rows, columns));
    return part;
  }

  private static void sums(
      double[] a, double[] b, int m, int k, int n, double[] sums, double[] sizes) {
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          double term = a[i * k + l] * b[l * n + j];
          sums[i * n + j] += term;
          sizes[i * n + j] += Math.abs(term);
        }
      }
    }
  }

  /** Every entry is within gamma of before + factor sum of its terms, both sums counted. */
  private static void compare(
      String what,
      Supplier<String> of,
      double[] found,
      double[] before,
      double factor,
      double[] sums,
      double[] sizes,
      int k) {
    for (int i = 0; i < found.length; i++) {
      double off = Math.abs(found[i] - (before[i] + factor * sums[i]));
      double size = Math.abs(before[i]) + Math.abs(factor) * sizes[i];
      require(what, of, off / size, 2 * (k + 3) * U);
    }
  }

  private void eigenvalues(int n, double grade) {
    double[] g = gaussian(n * n);
    double[] d = grades(n, grade);
    double[] a = new double[n * n];
    for (int i = 0; i < a.length; i++) {
      a[i] = d[i / n] * d[i % n] * (g[i] + g[i % n * n + i / n]);
    }
    SymmetricEigen found = kernel.eigen(a, n);
    double[] w = found.vectors();
    double[] scaled = scaled(w, found.values());
    Supplier<String> of = () -> " of order " + n;
    decomposition("an eigendecomposition", of, a, scaled, w, n, n, grade);
    orthonormal("eigenvectors", of, w, n, n);
  }

  private void singularValues(int m, int n, double grade) {
    double[] a = scaled(gaussian(m * n), grades(n, grade));
    int r = Math.min(m, n);
    Svd found = kernel.svd(a, m, n);
    double[] scaled = scaled(found.u(), found.values());
    Supplier<String> of = () -> " of %s x %s".formatted(m, n);
    decomposition("a singular value decomposition", of, a, scaled, found.v(), m, n, grade);
    orthonormal("left singular vectors", of, found.u(), m, r);
    orthonormal("right singular vectors", of, found.v(), n, r);
  }

  /** From 1 down to the smallest. */
  private static double[] grades(int n, double smallest) {
    double[] grades = new double[n];
    Arrays.setAll(grades, i -> Math.pow(smallest, (double) i / n));
    return grades;
  }

  /** A = L R^T. */
  private static void decomposition(
      String what,
      Supplier<String> of,
      double[] a,
      double[] l,
      double[] r,
      int rows,
      int columns,
      double grade) {
    int inner = Math.min(rows, columns);
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
    double allowed = backward(rows, columns) * (grade < 1 ? GRADED : 1);
    require(what, of, Math.sqrt(off / size), allowed);
  }

  /** What decompositions may be off by, relative to their matrix. */
  private static double backward(int rows, int columns) {
    return 4 * Math.max(18, Math.min(rows, columns)) * U;
  }

  private static void orthonormal(
      String what, Supplier<String> of, double[] q, int rows, int columns) {
    double off = 0;
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = a == b ? -1 : 0;
        for (int i = 0; i < rows; i++) {
          sum += q[i * columns + a] * q[i * columns + b];
        }
        off = Math.max(off, Math.abs(sum));
      }
    }
    require(what, of, off, backward(rows, columns));
  }

  private static double[] scaled(double[] columns, double[] by) {
    double[] scaled = columns.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by[i % by.length];
    }
    return scaled;
  }

  private static void require(String what, Supplier<String> of, double off, double allowed) {
    if (!(off <= allowed)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s is off by %.1e where double precision is within %.1e",
              what + of.get(),
              off,
              allowed));
    }
  }

  private double[] gaussian(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
