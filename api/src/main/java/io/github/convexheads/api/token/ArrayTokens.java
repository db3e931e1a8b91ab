package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import java.util.Objects;

/** Tokens in one array on the heap. */
record ArrayTokens(RealArray values, int samples, TokenShape shape) implements Tokens {
  ArrayTokens {
    if (samples < 1) {
      throw new InvalidInputException("tokens need at least one sample, found " + samples);
    }
    if ((long) samples * shape.size() != values.length()) {
      throw new InvalidInputException(
          "tokens of %s samples x %s tokens x %s features need %s values, found %s"
              .formatted(
                  samples,
                  shape.tokens(),
                  shape.features(),
                  (long) samples * shape.size(),
                  values.length()));
    }
    for (int i = 0; i < values.length(); i++) {
      if (!Double.isFinite(values.get(i))) {
        throw new InvalidInputException(
            "tokens hold %s at [%s, %s, %s]; every value must be finite"
                .formatted(
                    values.get(i),
                    i / shape.size(),
                    i % shape.size() / shape.features(),
                    i % shape.features()));
      }
    }
  }

  @Override
  public Precision precision() {
    return values.precision();
  }

  @Override
  public long heapBytes() {
    return (long) values.length() * values.precision().bytes();
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    Objects.checkFromToIndex(from, to, samples);
    int size = shape.size();
    into.copyFrom(values, from * size, position, (to - from) * size);
  }

  @Override
  public TokenBatch batch(int from, int to, Precision precision) {
    Objects.checkFromToIndex(from, to, samples);
    StopToken.check();
    if (precision == values.precision() && from == 0 && to == samples) {
      return new TokenBatch(shape, samples, values);
    }
    return Tokens.super.batch(from, to, precision);
  }

  @Override
  public String toString() {
    return "Tokens[%s x %s x %s, %s]"
        .formatted(samples, shape.tokens(), shape.features(), precision());
  }
}
