package io.github.convexheads.mixer;

import io.github.convexheads.api.head.GateMask;
import io.github.convexheads.api.kernel.RealArray;

/**
 * The sum over output tokens at which a gate is open, for rows of a tile: P[r,h] += sum over t with
 * D[r,t] = 1 of Y[r,t,h], and its adjoint Y[r,t,h] = D[r,t] P[r,h]. The set bits of D are visited
 * one after another, so that closed tokens cost nothing.
 *
 * @param mask the gate
 * @param from index in the mask of the first row's first token
 * @param step distance in the mask from one row to the next
 * @param rows the number of rows r
 * @param tokens the number of tokens t, at most 64
 * @param k the number of columns h
 */
record OpenSum(GateMask mask, int from, int step, int rows, int tokens, int k) {

  /** Adds the open tokens of a tile Y, rows x tokens x k, to P, rows x k from a position. */
  void add(RealArray tile, RealArray p, int position) {
    for (int r = 0; r < rows; r++) {
      long open = mask.bits(from + r * step, tokens);
      p.addRows(open, tile, r * tokens * k, position + r * k, k);
    }
  }

  /** Writes P, rows x k from a position, where a tile is open and 0 where it is closed. */
  void spread(RealArray p, int position, RealArray tile) {
    tile.fill(0, rows * tokens * k, 0);
    for (int r = 0; r < rows; r++) {
      int row = r * tokens * k;
      if (k == 1) {
        mask.expand(from + r * step, tokens, p.get(position + r), tile, row);
        continue;
      }
      long open = mask.bits(from + r * step, tokens);
      for (; open != 0; open &= open - 1) {
        int token = Long.numberOfTrailingZeros(open);
        tile.copyFrom(p, position + r * k, row + token * k, k);
      }
    }
  }
}
