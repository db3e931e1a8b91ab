package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Workers;
import java.util.Objects;

/** Tokens in one array on the heap. */
record ArrayTokens(RealArray values, int samples, TokenShape shape) implements Tokens {
  /** Values that a thread checks at a time. */
  private static final int CHECKED_VALUES = 1 << 18;

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
    int size = shape.size();
    int together = Math.max(1, CHECKED_VALUES / size);
    boolean[] finite = new boolean[(int) (((long) samples + together - 1) / together)];
    Workers.all()
        .forEach(
            finite.length,
            i -> {
              int to = (int) Math.min(samples, (i + 1L) * together);
              finite[i] = values.finite(i * together * size, to * size);
            });
    for (int i = 0; i < finite.length; i++) {
      if (!finite[i]) {
        throw notFinite(values, i * together * size, shape);
      }
    }
  }

  /** Names the first value from a position on that is not finite. */
  private static InvalidInputException notFinite(RealArray values, int from, TokenShape shape) {
    int i = from;
    while (Double.isFinite(values.get(i))) {
      i++;
    }
    return new InvalidInputException(
        "tokens hold %s at [%s, %s, %s]; every value must be finite"
            .formatted(
                values.get(i),
                i / shape.size(),
                i % shape.size() / shape.features(),
                i % shape.features()));
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
