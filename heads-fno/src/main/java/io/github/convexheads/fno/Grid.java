package io.github.convexheads.fno;

/**
 * The arrangement of the s tokens of a sample, row-major, and the group of its circular shifts: an
 * H x W grid with s = H W, or a cycle, which is a grid of one row.
 *
 * @param height H
 * @param width W
 */
record Grid(int height, int width) {

  /** All tokens in one cycle. */
  static Grid cycle(int tokens) {
    return new Grid(1, tokens);
  }

  /** Returns s, the number of tokens and of shifts. */
  int size() {
    return Math.multiplyExact(height, width);
  }

  /**
   * Returns the token that lies a shift ahead of another, ((t/W + a) mod H, (t mod W + b) mod W).
   */
  int shifted(int token, int shift) {
    int row = (token / width + shift / width) % height;
    int column = (token % width + shift % width) % width;
    return row * width + column;
  }
}
