package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.List;

/**
 * Tokens that stay on disk, checked whenever they are read: files that are large beside the heap
 * are not read to their end before anything else about them is known to be right.
 *
 * @param stored the tokens
 * @param arrays where they are kept
 */
record FiniteTokens(Tokens stored, List<StoredArray> arrays) implements Tokens {

  @Override
  public int samples() {
    return stored.samples();
  }

  @Override
  public TokenShape shape() {
    return stored.shape();
  }

  @Override
  public Precision precision() {
    return stored.precision();
  }

  @Override
  public long heapBytes() {
    return stored.heapBytes();
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    stored.read(from, to, into, position);
    if (!finite(into, position, position + (to - from) * shape().size())) {
      // Names the place in its file, if the file and not the narrower precision is the reason.
      arrays.forEach(StoredArray::requireFinite);
    }
  }

  private static boolean finite(RealArray values, int from, int end) {
    return values.precision() == Precision.FLOAT32
        ? finite(values.floats(), from, end)
        : finite(values.doubles(), from, end);
  }

  private static boolean finite(float[] values, int from, int end) {
    for (int i = from; i < end; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean finite(double[] values, int from, int end) {
    for (int i = from; i < end; i++) {
      if (!Double.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }
}
