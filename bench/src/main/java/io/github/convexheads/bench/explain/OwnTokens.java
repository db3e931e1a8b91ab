package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;

/**
 * The tokens of one sample that are its own, as a head sees them, without padding.
 *
 * @param lift the head's lift for as many tokens
 * @param values s x d values, row-major
 */
record OwnTokens(Lift lift, double[] values) {

  /** Takes a sample; its tokens are not scaled by its length, as its outputs are. */
  static OwnTokens of(FittedHead head, Tokens raw, int sample) {
    Preprocessing steps = head.preprocessing();
    Tokens one = raw.select(sample);
    Tokens seen = (one.padded() ? steps.forLengths(0) : steps).apply(one);
    double[] all = seen.batch(0, 1, Precision.FLOAT64).values().doubles();
    int own = seen.length(0);
    int d = seen.shape().features();
    return own == seen.shape().tokens()
        ? new OwnTokens(head.lift(), all)
        : new OwnTokens(
            head.head().lift(new TokenShape(own, d), head.outputs(), head.gates()),
            Arrays.copyOf(all, own * d));
  }

  /** How many they are. */
  int count() {
    return lift.shape().tokens();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnTokens that
        && lift.equals(that.lift)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * lift.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "OwnTokens[%s]".formatted(lift.shape());
  }
}
