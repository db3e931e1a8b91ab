package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/**
 * One running sum for every lane of a parallel pass, added up in the order of the lanes, so that
 * the result has the same bits for any number of threads.
 */
final class LaneSums {
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

  double[] total() {
    RealArray total = RealArray.allocate(Precision.FLOAT64, lanes[0].length());
    for (RealArray lane : lanes) {
      total.addScaled(1, lane.copy(Precision.FLOAT64), 0, 0, lane.length());
    }
    return total.doubles();
  }
}
