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

  private final Workers workers;
  private final RealArray.Workspace workspace = RealArray.Workspace.open();
  private final RealArray[] lanes;
  private final int length;

  /**
   * Sums that begin at zero.
   *
   * @param workers the threads
   * @param precision of every lane's sum
   * @param lanes how many lanes
   * @param length values of a sum
   */
  LaneSums(Workers workers, Precision precision, int lanes, int length) {
    this.workers = workers;
    this.lanes = new RealArray[lanes];
    this.length = length;
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes[lane] = workspace.array(precision, length);
    }
    workers.forEach(lanes, lane -> this.lanes[lane].fill(0, length, 0));
  }

  /** Returns the sum of a lane, in an array that may be longer. */
  RealArray lane(int lane) {
    return lanes[lane];
  }

  /** Returns the sum of all lanes. */
  double[] total() {
    double[] total = new double[length];
    workers.forEach(
        (length + PIECE - 1) / PIECE,
        piece -> {
          int from = piece * PIECE;
          int to = Math.min(length, from + PIECE);
          for (RealArray lane : lanes) {
            add(lane, total, from, to);
          }
        });
    return total;
  }

  private static void add(RealArray lane, double[] total, int from, int to) {
    if (lane.precision() == Precision.FLOAT32) {
      float[] values = lane.floats();
      for (int i = from; i < to; i++) {
        total[i] += values[i];
      }
    } else {
      double[] values = lane.doubles();
      for (int i = from; i < to; i++) {
        total[i] += values[i];
      }
    }
  }

  @Override
  public void close() {
    workspace.close();
  }
}
