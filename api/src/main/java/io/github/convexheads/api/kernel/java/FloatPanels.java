package io.github.convexheads.api.kernel.java;

import java.util.Arrays;

/** {@code C += alpha A B} in float; the same loops as {@link DoublePanels}. */
final class FloatPanels {
  private static final int WIDTH = 256;
  private static final int DEPTH = 96;
  private static final int UNROLL = 4;

  private final float[][] panel;
  private final float[] row0;
  private final float[] row1;
  private final float[] factors0;
  private final float[] factors1;

  private FloatPanels(int n, int k) {
    int width = Math.min(WIDTH, n);
    int depth = padded(Math.min(DEPTH, k));
    panel = new float[depth][width];
    row0 = new float[width];
    row1 = new float[width];
    factors0 = new float[depth];
    factors1 = new float[depth];
  }

  /** Adds the product; the longer side of C becomes the inner loop. */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aPos,
      int aRow,
      int aColumn,
      float[] b,
      int bPos,
      int bRow,
      int bColumn,
      float[] c,
      int cPos,
      int cRow,
      int cColumn) {
    if (n < WIDTH && n < m) {
      new FloatPanels(m, k)
          .run(
              n, m, k, alpha, b, bPos, bColumn, bRow, a, aPos, aColumn, aRow, c, cPos, cColumn,
              cRow);
    } else {
      new FloatPanels(n, k)
          .run(
              m, n, k, alpha, a, aPos, aRow, aColumn, b, bPos, bRow, bColumn, c, cPos, cRow,
              cColumn);
    }
  }

  private void run(
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aPos,
      int aRow,
      int aColumn,
      float[] b,
      int bPos,
      int bRow,
      int bColumn,
      float[] c,
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
      float[] c,
      float[] d,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3) {
    for (int j = 0; j < width; j++) {
      c[j] += (x0 * b0[j] + x1 * b1[j]) + (x2 * b2[j] + x3 * b3[j]);
      d[j] += (y0 * b0[j] + y1 * b1[j]) + (y2 * b2[j] + y3 * b3[j]);
    }
  }

  private void fillPanel(int depth, int width, float[] b, int from, int bRow, int bColumn) {
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
      float[] factors, int depth, float alpha, float[] a, int from, int step) {
    for (int q = 0; q < depth; q++) {
      factors[q] = alpha * a[from + q * step];
    }
  }

  private static void load(float[] row, int width, float[] c, int from, int step) {
    if (step == 1) {
      System.arraycopy(c, from, row, 0, width);
    } else {
      for (int j = 0; j < width; j++) {
        row[j] = c[from + j * step];
      }
    }
  }

  private static void store(float[] row, int width, float[] c, int from, int step) {
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
