package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;

/** Samples of different lengths, each padded to s tokens; padding reads as zero. */
final class PaddedTokens implements Tokens {
  private final Tokens source;
  private final int[] lengths;

  PaddedTokens(Tokens source, int[] lengths) {
    if (lengths.length != source.samples()) {
      throw new InvalidInputException(
          "there are %s lengths for %s samples; there must be one each"
              .formatted(lengths.length, source.samples()));
    }
    int s = source.shape().tokens();
    for (int i = 0; i < lengths.length; i++) {
      if (!(lengths[i] >= 1 && lengths[i] <= s)) {
        throw new InvalidInputException(
            "length %s at [%s] is outside 1..%s, the tokens of a sample"
                .formatted(lengths[i], i, s));
      }
    }
    this.source = source;
    this.lengths = lengths;
  }

  @Override
  public int samples() {
    return source.samples();
  }

  @Override
  public TokenShape shape() {
    return source.shape();
  }

  @Override
  public Precision precision() {
    return source.precision();
  }

  @Override
  public long heapBytes() {
    return source.heapBytes() + (long) lengths.length * Integer.BYTES;
  }

  @Override
  public int length(int sample) {
    return lengths[sample];
  }

  @Override
  public boolean padded() {
    return true;
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    source.read(from, to, into, position);
    int size = shape().size();
    int d = shape().features();
    for (int i = from; i < to; i++) {
      int start = position + (i - from) * size;
      for (int k = lengths[i] * d; k < size; k++) {
        into.set(start + k, 0);
      }
    }
  }
}
