package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;

/**
 * One running sum for every lane of a parallel pass, added up in the order of the lanes, so that
 * the result has the same bits for any number of threads.
 */
final class LaneSums {
  /** Values that a thread adds up at a time. */
  private static final int PIECE = 1 << 15;

  private final RealArray[] lanes;

  LaneSums(Precision precision, int lanes, int length) {
    this.lanes = new RealArray[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes[lane] = RealArray.allocate(precision, length);
    }
  }

  RealArray lane(int lane) {
    return lanes[lane];
  }

  /** Returns the sum of all lanes. */
  double[] total(Workers workers) {
    int length = lanes[0].length();
    RealArray total = RealArray.allocate(Precision.FLOAT64, length);
    workers.forEach(
        (length + PIECE - 1) / PIECE,
        piece -> {
          int from = piece * PIECE;
          int count = Math.min(PIECE, length - from);
          total.copyFrom(lanes[0], from, from, count);
          RealArray part = RealArray.allocate(Precision.FLOAT64, lanes.length > 1 ? count : 0);
          for (int lane = 1; lane < lanes.length; lane++) {
            part.copyFrom(lanes[lane], from, 0, count);
            total.addScaled(1, part, 0, from, count);
          }
        });
    return total.doubles();
  }
}
