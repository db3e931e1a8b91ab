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
    if (!into.finite(position, position + (to - from) * shape().size())) {
      // Names the place in its file, if the file and not the narrower precision is the reason.
      arrays.forEach(StoredArray::requireFinite);
    }
  }
}
