package io.github.convexheads.mixer;

import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The sum over output tokens at which a gate is open, for rows of a tile: P[r,h] += sum over t with
 * D[r,t] = 1 of Y[r,t,h], and its adjoint Y[r,t,h] = D[r,t] P[r,h].
 *
 * <p>The set bits of D are visited one after another, so that closed tokens cost nothing, and eight
 * columns h are summed together in registers.
 */
final class OpenSum {
  private OpenSum() {}

  /**
   * Adds the open tokens of a tile.
   *
   * @param mask the gate
   * @param from index in the mask of the first row's first token
   * @param step distance in the mask from one row to the next
   * @param rows the number of rows r
   * @param tokens the number of tokens t, at most 64
   * @param k the number of columns h
   * @param tile Y, rows x tokens x k
   * @param p P, rows x k values from a position
   * @param position the index of the first value of P
   */
  static void add(
      GateMask mask,
      int from,
      int step,
      int rows,
      int tokens,
      int k,
      RealArray tile,
      RealArray p,
      int position) {
    for (int r = 0; r < rows; r++) {
      long open = mask.bits(from + r * step, tokens);
      switch (p.precision()) {
        case FLOAT64 -> add(open, k, tile.doubles(), r * tokens * k, p.doubles(), position + r * k);
        case FLOAT32 -> add(open, k, tile.floats(), r * tokens * k, p.floats(), position + r * k);
      }
    }
  }

  private static void add(long open, int k, double[] y, int from, double[] p, int position) {
    int h = 0;
    for (; h <= k - 8; h += 8) {
      int base = position + h;
      double p0 = p[base];
      double p1 = p[base + 1];
      double p2 = p[base + 2];
      double p3 = p[base + 3];
      double p4 = p[base + 4];
      double p5 = p[base + 5];
      double p6 = p[base + 6];
      double p7 = p[base + 7];
      for (long left = open; left != 0; left &= left - 1) {
        int at = from + Long.numberOfTrailingZeros(left) * k + h;
        p0 += y[at];
        p1 += y[at + 1];
        p2 += y[at + 2];
        p3 += y[at + 3];
        p4 += y[at + 4];
        p5 += y[at + 5];
        p6 += y[at + 6];
        p7 += y[at + 7];
      }
      p[base] = p0;
      p[base + 1] = p1;
      p[base + 2] = p2;
      p[base + 3] = p3;
      p[base + 4] = p4;
      p[base + 5] = p5;
      p[base + 6] = p6;
      p[base + 7] = p7;
    }
    for (; h < k; h++) {
      double sum = p[position + h];
      for (long left = open; left != 0; left &= left - 1) {
        sum += y[from + Long.numberOfTrailingZeros(left) * k + h];
      }
      p[position + h] = sum;
    }
  }

  private static void add(long open, int k, float[] y, int from, float[] p, int position) {
    int h = 0;
    for (; h <= k - 8; h += 8) {
      int base = position + h;
      float p0 = p[base];
      float p1 = p[base + 1];
      float p2 = p[base + 2];
      float p3 = p[base + 3];
      float p4 = p[base + 4];
      float p5 = p[base + 5];
      float p6 = p[base + 6];
      float p7 = p[base + 7];
      for (long left = open; left != 0; left &= left - 1) {
        int at = from + Long.numberOfTrailingZeros(left) * k + h;
        p0 += y[at];
        p1 += y[at + 1];
        p2 += y[at + 2];
        p3 += y[at + 3];
        p4 += y[at + 4];
        p5 += y[at + 5];
        p6 += y[at + 6];
        p7 += y[at + 7];
      }
      p[base] = p0;
      p[base + 1] = p1;
      p[base + 2] = p2;
      p[base + 3] = p3;
      p[base + 4] = p4;
      p[base + 5] = p5;
      p[base + 6] = p6;
      p[base + 7] = p7;
    }
    for (; h < k; h++) {
      float sum = p[position + h];
      for (long left = open; left != 0; left &= left - 1) {
        sum += y[from + Long.numberOfTrailingZeros(left) * k + h];
      }
      p[position + h] = sum;
    }
  }

  /**
   * Writes P where a tile is open and 0 where it is closed.
   *
   * @param mask the gate
   * @param from index in the mask of the first row's first token
   * @param step distance in the mask from one row to the next
   * @param rows the number of rows r
   * @param tokens the number of tokens t, at most 64
   * @param k the number of columns h
   * @param p P, rows x k values from a position
   * @param position the index of the first value of P
   * @param tile receives Y, rows x tokens x k
   */
  static void spread(
      GateMask mask,
      int from,
      int step,
      int rows,
      int tokens,
      int k,
      RealArray p,
      int position,
      RealArray tile) {
    tile.fill(0, rows * tokens * k, 0);
    for (int r = 0; r < rows; r++) {
      long open = mask.bits(from + r * step, tokens);
      switch (p.precision()) {
        case FLOAT64 ->
            spread(open, k, p.doubles(), position + r * k, tile.doubles(), r * tokens * k);
        case FLOAT32 ->
            spread(open, k, p.floats(), position + r * k, tile.floats(), r * tokens * k);
      }
    }
  }

  private static void spread(long open, int k, double[] p, int position, double[] y, int from) {
    int h = 0;
    for (; h <= k - 8; h += 8) {
      int base = position + h;
      double p0 = p[base];
      double p1 = p[base + 1];
      double p2 = p[base + 2];
      double p3 = p[base + 3];
      double p4 = p[base + 4];
      double p5 = p[base + 5];
      double p6 = p[base + 6];
      double p7 = p[base + 7];
      for (long left = open; left != 0; left &= left - 1) {
        int at = from + Long.numberOfTrailingZeros(left) * k + h;
        y[at] = p0;
        y[at + 1] = p1;
        y[at + 2] = p2;
        y[at + 3] = p3;
        y[at + 4] = p4;
        y[at + 5] = p5;
        y[at + 6] = p6;
        y[at + 7] = p7;
      }
    }
    for (; h < k; h++) {
      double value = p[position + h];
      for (long left = open; left != 0; left &= left - 1) {
        y[from + Long.numberOfTrailingZeros(left) * k + h] = value;
      }
    }
  }

  private static void spread(long open, int k, float[] p, int position, float[] y, int from) {
    int h = 0;
    for (; h <= k - 8; h += 8) {
      int base = position + h;
      float p0 = p[base];
      float p1 = p[base + 1];
      float p2 = p[base + 2];
      float p3 = p[base + 3];
      float p4 = p[base + 4];
      float p5 = p[base + 5];
      float p6 = p[base + 6];
      float p7 = p[base + 7];
      for (long left = open; left != 0; left &= left - 1) {
        int at = from + Long.numberOfTrailingZeros(left) * k + h;
        y[at] = p0;
        y[at + 1] = p1;
        y[at + 2] = p2;
        y[at + 3] = p3;
        y[at + 4] = p4;
        y[at + 5] = p5;
        y[at + 6] = p6;
        y[at + 7] = p7;
      }
    }
    for (; h < k; h++) {
      float value = p[position + h];
      for (long left = open; left != 0; left &= left - 1) {
        y[from + Long.numberOfTrailingZeros(left) * k + h] = value;
      }
    }
  }
}
