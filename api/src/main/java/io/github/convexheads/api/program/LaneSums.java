package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;

/**
 * One running sum for every lane of a parallel pass, added up in the order of the lanes, so that
 * the result has the same bits for any number of threads.
 */
final class LaneSums implements AutoCloseable {
  /** Values that a thread adds up at a time. */
  private static final int PIECE = 1 << 15;

  private final RealArray.Workspace workspace = RealArray.Workspace.open();
  private final RealArray[] lanes;
  private final int length;

  /**
   * Sums that begin at zero.
   *
   * @param precision of every lane's sum
   * @param lanes how many lanes
   * @param length values of a sum
   */
  LaneSums(Precision precision, int lanes, int length) {
    this.lanes = new RealArray[lanes];
    this.length = length;
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes[lane] = workspace.array(precision, length);
      this.lanes[lane].fill(0, length, 0);
    }
  }

  /** Returns the sum of a lane, in an array that may be longer. */
  RealArray lane(int lane) {
    return lanes[lane];
  }

  /** Returns the sum of all lanes. */
  double[] total(Workers workers) {
    RealArray total = RealArray.allocate(Precision.FLOAT64, length);
    workers.forEach(
        (length + PIECE - 1) / PIECE,
        piece -> {
          int from = piece * PIECE;
          int count = Math.min(PIECE, length - from);
          total.copyFrom(lanes[0], from, from, count);
          try (RealArray.Workspace own = RealArray.Workspace.open()) {
            RealArray part = own.array(Precision.FLOAT64, lanes.length > 1 ? count : 0);
            for (int lane = 1; lane < lanes.length; lane++) {
              part.copyFrom(lanes[lane], from, 0, count);
              total.addScaled(1, part, 0, from, count);
            }
          }
        });
    return total.doubles();
  }

  @Override
  public void close() {
    workspace.close();
  }
}
