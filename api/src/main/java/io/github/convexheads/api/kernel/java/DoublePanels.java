package io.github.convexheads.api.kernel.java;

import java.util.Arrays;

/**
 * {@code C += alpha A B} in double, written so that the HotSpot compiler turns its inner loop into
 * SIMD instructions.
 *
 * <p>HotSpot (JDK 17) vectorises a loop over several arrays only where all are indexed alike, so
 * rows of B are copied into a panel of separate arrays and rows of C into scratch rows; four rows
 * of B meet two rows of C per pass. The panel stays in the level-2 cache. Blocking as in Goto, van
 * de Geijn 2008, "Anatomy of high-performance matrix multiplication".
 *
 * <p>A matrix is an array, a position, and the distances between rows and between columns, so a
 * transposed matrix is the same one with its distances exchanged.
 */
final class DoublePanels {
  private static final int WIDTH = 256;
  private static final int DEPTH = 96;
  private static final int UNROLL = 4;

  private final double[][] panel;
  private final double[] row0;
  private final double[] row1;
  private final double[] factors0;
  private final double[] factors1;

  private DoublePanels(int n, int k) {
    int width = Math.min(WIDTH, n);
    int depth = padded(Math.min(DEPTH, k));
    panel = new double[depth][width];
    row0 = new double[width];
    row1 = new double[width];
    factors0 = new double[depth];
    factors1 = new double[depth];
  }

  /** Adds the product; the longer side of C becomes the inner loop. */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aPos,
      int aRow,
      int aColumn,
      double[] b,
      int bPos,
      int bRow,
      int bColumn,
      double[] c,
      int cPos,
      int cRow,
      int cColumn) {
    if (n < WIDTH && n < m) {
      new DoublePanels(m, k)
          .run(
              n, m, k, alpha, b, bPos, bColumn, bRow, a, aPos, aColumn, aRow, c, cPos, cColumn,
              cRow);
    } else {
      new DoublePanels(n, k)
          .run(
              m, n, k, alpha, a, aPos, aRow, aColumn, b, bPos, bRow, bColumn, c, cPos, cRow,
              cColumn);
    }
  }

  private void run(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aPos,
      int aRow,
      int aColumn,
      double[] b,
      int bPos,
      int bRow,
      int bColumn,
      double[] c,
      int cPos,
      int cRow,
      int cColumn) {
    for (int j = 0; j < n; j += WIDTH) {
      int width = Math.min(WIDTH, n - j);
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        fillPanel(depth, width, b, bPos + p * bRow + j * bColumn, bRow, bColumn);
        for (int i = 0; i < m; i += 2) {
          boolean pair = i + 1 < m;
          int aFrom = aPos + i * aRow + p * aColumn;
          int cFrom = cPos + i * cRow + j * cColumn;
          loadFactors(factors0, depth, alpha, a, aFrom, aColumn);
          load(row0, width, c, cFrom, cColumn);
          if (pair) {
            loadFactors(factors1, depth, alpha, a, aFrom + aRow, aColumn);
            load(row1, width, c, cFrom + cRow, cColumn);
          }
          for (int q = 0; q < depth; q += UNROLL) {
            multiplyAdd(q, width);
          }
          store(row0, width, c, cFrom, cColumn);
          if (pair) {
            store(row1, width, c, cFrom + cRow, cColumn);
          }
        }
      }
    }
  }

  private void multiplyAdd(int q, int width) {
    multiplyAdd(
        width,
        row0,
        row1,
        panel[q],
        panel[q + 1],
        panel[q + 2],
        panel[q + 3],
        factors0[q],
        factors0[q + 1],
        factors0[q + 2],
        factors0[q + 3],
        factors1[q],
        factors1[q + 1],
        factors1[q + 2],
        factors1[q + 3]);
  }

  /** The loop that must vectorise: every index is j, and every load is written where it is used. */
  private static void multiplyAdd(
      int width,
      double[] c,
      double[] d,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double x0,
      double x1,
      double x2,
      double x3,
      double y0,
      double y1,
      double y2,
      double y3) {
    for (int j = 0; j < width; j++) {
      c[j] += (x0 * b0[j] + x1 * b1[j]) + (x2 * b2[j] + x3 * b3[j]);
      d[j] += (y0 * b0[j] + y1 * b1[j]) + (y2 * b2[j] + y3 * b3[j]);
    }
  }

  private void fillPanel(int depth, int width, double[] b, int from, int bRow, int bColumn) {
    if (bColumn != 1) {
      for (int j = 0; j < width; j++) {
        for (int q = 0; q < depth; q++) {
          panel[q][j] = b[from + q * bRow + j * bColumn];
        }
      }
    } else {
      for (int q = 0; q < depth; q++) {
        System.arraycopy(b, from + q * bRow, panel[q], 0, width);
      }
    }
    for (int q = depth; q < padded(depth); q++) {
      Arrays.fill(panel[q], 0);
      factors0[q] = 0;
      factors1[q] = 0;
    }
  }

  private static void loadFactors(
      double[] factors, int depth, double alpha, double[] a, int from, int step) {
    for (int q = 0; q < depth; q++) {
      factors[q] = alpha * a[from + q * step];
    }
  }

  private static void load(double[] row, int width, double[] c, int from, int step) {
    if (step == 1) {
      System.arraycopy(c, from, row, 0, width);
    } else {
      for (int j = 0; j < width; j++) {
        row[j] = c[from + j * step];
      }
    }
  }

  private static void store(double[] row, int width, double[] c, int from, int step) {
    if (step == 1) {
      System.arraycopy(row, 0, c, from, width);
    } else {
      for (int j = 0; j < width; j++) {
        c[from + j * step] = row[j];
      }
    }
  }

  /** Depth rounded up to whole passes. */
  private static int padded(int depth) {
    return (depth + UNROLL - 1) / UNROLL * UNROLL;
  }
}
