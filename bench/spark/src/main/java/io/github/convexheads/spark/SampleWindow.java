package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.RealArray;

/**
 * Samples that the driver has fetched.
 *
 * @param from the first
 * @param to one past the last
 * @param size values of a sample
 * @param values all values
 */
record SampleWindow(int from, int to, int size, RealArray values) {
  boolean has(int first, int past) {
    return first >= from && past <= to;
  }

  void read(int first, int past, RealArray into, int position) {
    into.copyFrom(values, (first - from) * size, position, (past - first) * size);
  }
}
