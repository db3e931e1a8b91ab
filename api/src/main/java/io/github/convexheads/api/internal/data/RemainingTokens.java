package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;

/** Tokens without the first ones of every sample, such as class and register tokens. */
final class RemainingTokens implements Tokens {
  private final Tokens all;
  private final int dropped;
  private final TokenShape shape;

  private RemainingTokens(Tokens all, int dropped) {
    this.all = all;
    this.dropped = dropped;
    this.shape = new TokenShape(all.shape().tokens() - dropped, all.shape().features());
  }

  /** Leaves out the first tokens of every sample. */
  static Tokens of(Tokens all, int dropped) {
    if (dropped < 0 || dropped >= all.shape().tokens()) {
      throw new InvalidInputException(
          "%s tokens to drop of %s in a sample; allowed: 0 to %s"
              .formatted(dropped, all.shape().tokens(), all.shape().tokens() - 1));
    }
    return dropped == 0 ? all : new RemainingTokens(all, dropped);
  }

  @Override
  public int samples() {
    return all.samples();
  }

  @Override
  public TokenShape shape() {
    return shape;
  }

  @Override
  public Precision precision() {
    return all.precision();
  }

  @Override
  public long heapBytes() {
    return all.heapBytes();
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    TokenBatch whole = all.batch(from, to, into.precision());
    int skipped = dropped * shape.features();
    for (int i = 0; i < to - from; i++) {
      into.copyFrom(
          whole.values(),
          i * all.shape().size() + skipped,
          position + i * shape.size(),
          shape.size());
    }
  }
}
