package io.github.convexheads.api.kernel;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays of one thread that nobody uses at the moment, referred to softly: when memory runs short
 * they are given up.
 */
final class SpareArrays {
  /** Bytes that a thread keeps, beyond which those that lie there longest are given up. */
  private static final long MOST_BYTES = 64L << 20;

  /** Arrays that a thread keeps, so that looking through them costs nothing. */
  private static final int MOST = 64;

  /** How many times longer than asked for an array may be, so that small ones leave it alone. */
  private static final long LONGER = 4;

  private static final ThreadLocal<SoftReference<SpareArrays>> OF_THREAD = new ThreadLocal<>();

  /** Those that came back last are last. */
  private final List<RealArray> free = new ArrayList<>();

  private long bytes;

  private SpareArrays() {}

  static SpareArrays ofThread() {
    SoftReference<SpareArrays> reference = OF_THREAD.get();
    SpareArrays found = reference == null ? null : reference.get();
    if (found == null) {
      found = new SpareArrays();
      OF_THREAD.set(new SoftReference<>(found));
    }
    return found;
  }

  /** Returns the shortest array that is long enough; a new one where there is none. */
  RealArray take(Precision precision, int length) {
    int best = -1;
    for (int i = free.size() - 1; i >= 0; i--) {
      RealArray array = free.get(i);
      if (array.precision() == precision
          && array.length() >= length
          && array.length() <= LONGER * length
          && (best < 0 || array.length() < free.get(best).length())) {
        best = i;
      }
    }
    RealArray found = best < 0 ? RealArray.allocate(precision, length) : removed(best);
    assert undefined(found);
    return found;
  }

  void giveBack(RealArray array) {
    free.add(array);
    bytes += bytes(array);
    while (bytes > MOST_BYTES || free.size() > MOST) {
      removed(0);
    }
  }

  private RealArray removed(int i) {
    RealArray array = free.remove(i);
    bytes -= bytes(array);
    return array;
  }

  private static long bytes(RealArray array) {
    return (long) array.length() * array.precision().bytes();
  }

  /** Makes every use of a number that was not written before visible. */
  private static boolean undefined(RealArray array) {
    array.fill(0, array.length(), Double.NaN);
    return true;
  }
}
