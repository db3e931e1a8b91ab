package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.util.Objects;

/** Some samples of other tokens, in a given order; consecutive ones are read together. */
final class SelectedTokens implements Tokens {
  private final Tokens source;
  private final int[] selected;

  SelectedTokens(Tokens source, int[] selected) {
    if (selected.length == 0) {
      throw new InvalidInputException("a selection of samples needs at least one sample");
    }
    for (int sample : selected) {
      Objects.checkIndex(sample, source.samples());
    }
    this.source = source;
    this.selected = selected;
  }

  @Override
  public int samples() {
    return selected.length;
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
  public int length(int sample) {
    return source.length(selected[sample]);
  }

  @Override
  public boolean padded() {
    return source.padded();
  }

  @Override
  public long heapBytes() {
    return source.heapBytes() + (long) selected.length * Integer.BYTES;
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    Objects.checkFromToIndex(from, to, selected.length);
    int size = shape().size();
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && selected[end] == selected[end - 1] + 1) {
        end++;
      }
      source.read(selected[start], selected[end - 1] + 1, into, position + (start - from) * size);
      start = end;
    }
  }
}
